package io.agw.server.listen;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The one reading of a `Host` header, by which routes are chosen.
final class Authority {
    private static final int MOST_PORT = 65_535;
    private static final int PORT_DIGITS = 5;

    private Authority() {}

    /// The name in it, in small letters, without port and without the dot of the root; null when
    /// two readers could find different names in it.
    static @Nullable String name(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        var name = port ? host.substring(0, colon) : host;
        if (!isName(name) || (port && !isPort(host.substring(colon + 1)))) {
            return null;
        }
        var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return plain.toLowerCase(Locale.ROOT);
    }

    private static boolean isName(String name) {
        boolean literal = name.startsWith("[") && name.endsWith("]");
        int end = literal ? name.length() - 1 : name.length();
        for (int i = literal ? 1 : 0; i < end; i++) {
            char c = name.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '-'
                            || c == '_';
            if (!plain && !(literal && c == ':')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String port) {
        if (port.length() > PORT_DIGITS) {
            return false;
        }
        for (int i = 0; i < port.length(); i++) {
            if (port.charAt(i) < '0' || port.charAt(i) > '9') {
                return false;
            }
        }
        return port.isEmpty() || Integer.parseInt(port) <= MOST_PORT;
    }
}
