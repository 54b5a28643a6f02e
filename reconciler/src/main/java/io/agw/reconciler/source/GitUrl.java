package io.agw.reconciler.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A repository's address, taken apart. Holds no password: an address with one is refused.
///
/// @param text the address as git takes it
/// @param scheme lower-case; `ssh` for the short form `user@host:path`
/// @param user who to be there, from the address; null when it names nobody
/// @param host lower-case, empty for `file`
/// @param port -1 for the scheme's own
public record GitUrl(String text, String scheme, @Nullable String user, String host, int port) {
    private static final Pattern SHORT_SSH =
            Pattern.compile(
                    "([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):(?!/)([^\\s\\\\]+)");
    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    /// Whether a text is meant as an address and not as a folder.
    public static boolean looksLikeUrl(String text) {
        return WITH_SCHEME.matcher(text).matches() || SHORT_SSH.matcher(text).lookingAt();
    }

    /// Takes an address apart.
    ///
    /// @throws IllegalArgumentException when it is none, or holds a password; the message shows
    ///   neither the password nor anything that could be one
    public static GitUrl parse(String text) {
        var shortSsh = SHORT_SSH.matcher(text);
        if (shortSsh.matches()) {
            return new GitUrl(text, "ssh", shortSsh.group(1), lower(shortSsh.group(2)), -1);
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // The exception quotes the address, which may hold a password.
            throw new IllegalArgumentException(
                    "url: malformed at index "
                            + e.getIndex()
                            + " (expected: https://… or ssh://…)");
        }
        var userInfo = uri.getRawUserInfo();
        if (userInfo != null && userInfo.contains(":")) {
            throw new IllegalArgumentException(
                    "url: holds a password (expected: the password in token_file)");
        }
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException(
                    "url: has no scheme (expected: https://… or ssh://…)");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "url: has a query or fragment (expected: none; ref and path are settings)");
        }
        var host = uri.getHost();
        if (host == null && !uri.getScheme().equalsIgnoreCase("file")) {
            throw new IllegalArgumentException("url: has no host (expected: https://host/path)");
        }
        return new GitUrl(
                text,
                lower(uri.getScheme()),
                uri.getUserInfo(),
                host == null ? "" : lower(host),
                uri.getPort());
    }

    @Override
    public String toString() {
        return text;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
