package io.agw.reconciler.source.git;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.GitUrl;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// The repository on its server, seen during one attempt. Reads credentials when it is made.
final class Remote {
    /// Where a fetched ref is kept, outside of all names that a server could use.
    static final String LOCAL_REF = "refs/agwd/src";

    private final SourceSettings settings;
    private final GitUrl url;
    private final Path home;
    private final Credentials credentials;
    private final Observed observed;
    private final int readSeconds;

    /// @param home an empty folder that stands in for the user's
    /// @throws SourceFailure when credentials cannot be read
    Remote(SourceSettings settings, GitUrl url, Path home, Observed observed, Duration limit) {
        this.settings = settings;
        this.url = url;
        this.home = home;
        this.observed = observed;
        this.credentials = Credentials.read(url, settings.access());
        this.readSeconds = Math.toIntExact(Math.max(1, limit.toSeconds()));
    }

    Redaction redaction() {
        return new Redaction(credentials.secrets());
    }

    /// Asks for one ref, nothing else.
    ///
    /// @param repository gives settings, is not written
    /// @throws SourceFailure when there is no such ref
    Tip tip(Repository repository) throws IOException {
        var ref = settings.ref();
        try (var transport = open(repository);
                var connection =
                        transport.openFetch(List.of(new RefSpec(ref.full())), ref.full())) {
            var found = connection.getRef(ref.full());
            if (found == null || found.getObjectId() == null) {
                throw missing(ref);
            }
            var peeled = found.getPeeledObjectId();
            return new Tip(label(ref, found), peeled != null ? peeled : found.getObjectId());
        }
    }

    /// Brings the ref, with all history, into a repository under {@link #LOCAL_REF}.
    ///
    /// @param filtered leaves out blobs that are larger than a bundle file may be
    /// @return false when the server cannot filter, and nothing was fetched
    boolean fetch(BoundedRepository repository, boolean filtered, Abandonment abandoned)
            throws IOException {
        try (var transport = open(repository)) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setObjectChecker(checker());
            repository.lacksBlobs(filtered);
            if (filtered) {
                // The server leaves out blobs of this size and more.
                transport.setFilterSpec(
                        FilterSpec.fromFilterLine(
                                "blob:limit=" + (settings.limits().fileBytes() + 1L)));
            }
            var ref = settings.ref().full();
            transport.fetch(abandoned, List.of(new RefSpec("+" + ref + ":" + LOCAL_REF)));
            if (settings.ref().kind() == GitRef.Kind.COMMIT) {
                // JGit moves a ref only when a ref was fetched.
                keep(repository, ObjectId.fromString(ref));
            }
            return true;
        } catch (TransportException e) {
            if (filtered && isWithoutFilters(e)) {
                return false;
            }
            throw e;
        }
    }

    private static void keep(Repository repository, ObjectId commit) throws IOException {
        var update = repository.updateRef(LOCAL_REF);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.update();
    }

    /// Tolerates what old tools wrote into many a history and what does no harm here.
    private static ObjectChecker checker() {
        return new ObjectChecker()
                .setAllowLeadingZeroFileMode(true)
                .setAllowInvalidPersonIdent(true);
    }

    /// JGit tells only in words, so this compares with its own word.
    private static boolean isWithoutFilters(TransportException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (message != null && message.endsWith(JGitText.get().filterRequiresCapability)) {
                return true;
            }
        }
        return false;
    }

    private Transport open(Repository repository) throws IOException {
        var transport = Transport.open(repository, address());
        try {
            transport.setTimeout(readSeconds);
            if (transport instanceof TransportHttp http) {
                http.setHttpConnectionFactory(
                        new HttpConnections(url, settings.access(), credentials, observed));
            } else if (transport instanceof SshTransport ssh) {
                ssh.setSshSessionFactory(ssh());
            } else if (!url.scheme().equals("file")) {
                throw new SourceFailure(
                        Reason.GIT_OPERATION_FAILED, "url: no transport for " + url.scheme());
            }
            return transport;
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private SshSessions ssh() {
        GitAccess access = settings.access();
        var file = Objects.requireNonNull(access.knownHostsFile(), "ssh needs known_hosts_file");
        return new SshSessions(
                home,
                credentials,
                new KnownHosts(file, url.host(), url.port(), observed),
                observed);
    }

    private URIish address() {
        try {
            var address = new URIish(url.text());
            var user = credentials.user();
            // Over http the header names the user; an address with one is asked for a password.
            return url.scheme().equals("ssh") && user != null
                    ? address.setUser(user)
                    : address.setUser(null);
        } catch (URISyntaxException e) {
            throw new SourceFailure(
                    Reason.GIT_OPERATION_FAILED, "url: malformed (expected: an address)");
        }
    }

    private static String label(GitRef ref, Ref found) {
        if (ref.kind() != GitRef.Kind.DEFAULT_BRANCH) {
            return ref.name();
        }
        var leaf = found.getLeaf().getName();
        return leaf.startsWith("refs/heads/") ? leaf.substring("refs/heads/".length()) : leaf;
    }

    private SourceFailure missing(GitRef ref) {
        var what =
                switch (ref.kind()) {
                    case DEFAULT_BRANCH -> "default branch";
                    case BRANCH -> "branch \"" + ref.name() + "\"";
                    case TAG -> "tag \"" + ref.name() + "\"";
                    case COMMIT -> "commit " + ref.name();
                };
        return new SourceFailure(Reason.REF_NOT_FOUND, url + ": no " + what);
    }

    /// What a fetch resolves to once it is in a repository; null before the first.
    static @Nullable ObjectId fetched(Repository repository) throws IOException {
        var ref = repository.exactRef(LOCAL_REF);
        return ref == null ? null : ref.getObjectId();
    }
}
