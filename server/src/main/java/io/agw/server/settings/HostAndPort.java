package io.agw.server.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An address to listen on.
record HostAndPort(String host, int port) {
    private static final int MOST_PORT = 65_535;

    /// Reads `host:port`; `:port` is every interface, and a client's `http://host:port` is taken as
    /// well, because both sides use one variable. Null when it is neither.
    static @Nullable HostAndPort parse(String text) {
        var plain = text.replaceFirst("^https?://", "").replaceFirst("/$", "");
        int colon = plain.lastIndexOf(':');
        if (colon < 0 || plain.indexOf('/') >= 0) {
            return null;
        }
        var host = plain.substring(0, colon).toLowerCase(Locale.ROOT);
        var port = plain.substring(colon + 1);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!port.matches("[0-9]{1,5}")
                || Integer.parseInt(port) > MOST_PORT
                || (host.contains(":") && !bracketed)) {
            return null;
        }
        var bare = bracketed ? host.substring(1, host.length() - 1) : host;
        return new HostAndPort(bare.isEmpty() ? "0.0.0.0" : bare, Integer.parseInt(port));
    }

    /// Whether only this machine reaches it.
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false; // listening on it will fail, and say so
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
