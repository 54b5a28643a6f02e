package io.agw.reconciler.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What settings of a git source must fulfil before anything is opened.
final class GitChecks {
    private static final Set<String> SAFE_SCHEMES = Set.of("https", "ssh");

    private GitChecks() {}

    static List<String> problems(String url, String path, GitAccess access) {
        List<String> problems = new ArrayList<>();
        for (var scheme : access.unsafeSchemes()) {
            if (!GitAccess.UNSAFE_SCHEMES.contains(scheme)) {
                problems.add("unsafe_schemes: \"" + scheme + "\" (expected: http or file)");
            }
        }
        if (!isFolder(path)) {
            problems.add(
                    "path: \""
                            + path
                            + "\" (expected: folder names joined by '/', none of them \"..\")");
        }
        try {
            checkTransport(problems, GitUrl.parse(url), access);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        return problems;
    }

    private static void checkTransport(List<String> problems, GitUrl url, GitAccess access) {
        var scheme = url.scheme();
        if (!SAFE_SCHEMES.contains(scheme) && !access.unsafeSchemes().contains(scheme)) {
            problems.add(
                    "url: scheme \""
                            + scheme
                            + "\" (expected: https or ssh"
                            + (GitAccess.UNSAFE_SCHEMES.contains(scheme)
                                    ? ", or " + scheme + " listed in unsafe_schemes)"
                                    : ")"));
        }
        if (scheme.equals("ssh")) {
            require(problems, "ssh_key_file", access.sshKeyFile());
            require(problems, "known_hosts_file", access.knownHostsFile());
        }
        var isHttp = scheme.equals("https") || scheme.equals("http");
        var isSsh = scheme.equals("ssh");
        onlyFor(problems, "user_file", access.userFile(), isHttp || isSsh, "https and ssh");
        onlyFor(problems, "token_file", access.tokenFile(), isHttp, "https");
        onlyFor(problems, "ca_file", access.caFile(), scheme.equals("https"), "https");
        onlyFor(problems, "proxy", access.proxy(), isHttp, "https");
        onlyFor(problems, "ssh_key_file", access.sshKeyFile(), isSsh, "ssh");
        onlyFor(problems, "ssh_passphrase_file", access.sshPassphraseFile(), isSsh, "ssh");
        onlyFor(problems, "known_hosts_file", access.knownHostsFile(), isSsh, "ssh");
        checkProxy(problems, access);
    }

    private static void checkProxy(List<String> problems, GitAccess access) {
        var proxy = access.proxy();
        if (proxy == null) {
            return;
        }
        if (!"http".equals(proxy.getScheme())
                || proxy.getHost() == null
                || proxy.getPort() < 1
                || proxy.getRawUserInfo() != null) {
            problems.add("proxy: not usable (expected: http://host:port without credentials)");
        }
    }

    private static void require(List<String> problems, String key, @Nullable Object value) {
        if (value == null) {
            problems.add(key + ": missing (expected: a file, as url is ssh)");
        }
    }

    private static void onlyFor(
            List<String> problems,
            String key,
            @Nullable Object value,
            boolean fits,
            String schemes) {
        if (value != null && !fits) {
            problems.add(key + ": does not fit the url (expected: only with " + schemes + ")");
        }
    }

    private static boolean isFolder(String path) {
        if (path.isEmpty()) {
            return true;
        }
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.indexOf('\\') >= 0
                    || segment.chars().anyMatch(c -> c < ' ')) {
                return false;
            }
        }
        return true;
    }
}
