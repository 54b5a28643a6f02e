package io.agw.reconciler.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a git server is reached and who we are there. Secrets stay in files, which are read again at
/// every attempt, so that rotating one needs no restart.
///
/// @param user user name; when absent the token goes with the name `git`
/// @param userFile file that holds the user name instead
/// @param tokenFile file that holds the password or access token, for https
/// @param sshKeyFile private key, for ssh
/// @param sshPassphraseFile what the private key is encrypted with
/// @param knownHostsFile the server's keys in OpenSSH's format, for ssh; nothing else is trusted
/// @param caFile certificates in PEM that https servers must be signed by, instead of the JDK's
/// @param proxy `http://host:port` that https goes through
/// @param unsafeSchemes which of {@link #UNSAFE_SCHEMES} are allowed
public record GitAccess(
        @Nullable String user,
        @Nullable Path userFile,
        @Nullable Path tokenFile,
        @Nullable Path sshKeyFile,
        @Nullable Path sshPassphraseFile,
        @Nullable Path knownHostsFile,
        @Nullable Path caFile,
        @Nullable URI proxy,
        Set<String> unsafeSchemes) {
    /// Schemes that are refused unless they are allowed: nobody proves who they are.
    public static final Set<String> UNSAFE_SCHEMES = Set.of("http", "file");

    private static final GitAccess ANONYMOUS =
            new GitAccess(null, null, null, null, null, null, null, null, Set.of());

    public GitAccess {
        unsafeSchemes = Set.copyOf(unsafeSchemes);
    }

    /// No credentials, https and ssh only.
    public static GitAccess anonymous() {
        return ANONYMOUS;
    }

    /// No credentials, and these schemes allowed as well.
    public static GitAccess anonymous(Set<String> unsafeSchemes) {
        return new GitAccess(null, null, null, null, null, null, null, null, unsafeSchemes);
    }

    /// An access token for https.
    public GitAccess withToken(String user, Path tokenFile) {
        return new GitAccess(user, null, tokenFile, null, null, null, caFile, proxy, unsafeSchemes);
    }

    /// A private key for ssh.
    public GitAccess withSshKey(Path keyFile, @Nullable Path passphraseFile, Path knownHosts) {
        return new GitAccess(
                user,
                null,
                null,
                keyFile,
                passphraseFile,
                knownHosts,
                caFile,
                proxy,
                unsafeSchemes);
    }

    /// These schemes allowed as well.
    public GitAccess allowing(Set<String> schemes) {
        var all = new HashSet<>(unsafeSchemes);
        all.addAll(schemes);
        return over(caFile, proxy, all);
    }

    /// Certificates to trust.
    public GitAccess withCaFile(Path file) {
        return over(file, proxy, unsafeSchemes);
    }

    /// A proxy to go through.
    public GitAccess withProxy(URI proxy) {
        return over(caFile, proxy, unsafeSchemes);
    }

    /// The same credentials by another way.
    private GitAccess over(@Nullable Path trusted, @Nullable URI through, Set<String> schemes) {
        return new GitAccess(
                user,
                userFile,
                tokenFile,
                sshKeyFile,
                sshPassphraseFile,
                knownHostsFile,
                trusted,
                through,
                schemes);
    }
}
