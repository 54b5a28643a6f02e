package io.agw.server.settings;

import io.agw.bundle.document.Node;
import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.SourceLimits;
import io.agw.reconciler.source.SourceSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads where a source's files are from the full form of the source.
final class PlaceReader {
    private final Members source;

    PlaceReader(Members source) {
        this.source = source;
    }

    SourceSettings read(boolean isFirst) {
        return new SourceSettings(
                source.text("id").orElse(isFirst ? SourceSettings.DEFAULT_ID : ""),
                source.path("dir").orElse(null),
                source.text("url").orElse(null),
                ref(source.value("ref")),
                source.text("path").orElse(""),
                source.texts("include").orElse(List.of()),
                source.texts("exclude").orElse(List.of()),
                source.duration("timeout").orElse(Duration.ofSeconds(60)),
                source.mapping("limits").map(PlaceReader::limits).orElse(SourceLimits.defaults()),
                access());
    }

    private GitRef ref(@Nullable Node node) {
        try {
            return switch (node) {
                case null -> GitRef.DEFAULT_BRANCH;
                case Node.Scalar scalar -> GitRef.parse(scalar.text());
                case Node.Members members -> ref(source.nested("ref", members));
                case Node other -> {
                    source.wrong("ref", other, "a branch, tags/TAG or a commit id");
                    yield GitRef.DEFAULT_BRANCH;
                }
            };
        } catch (IllegalArgumentException e) {
            source.problem(String.valueOf(e.getMessage()));
            return GitRef.DEFAULT_BRANCH;
        }
    }

    private static GitRef ref(Members members) {
        var branch = members.text("branch").map(GitRef::branch);
        var tag = members.text("tag").map(GitRef::tag);
        var commit = members.text("commit").map(GitRef::commit);
        members.done();
        return branch.or(() -> tag).or(() -> commit).orElse(GitRef.DEFAULT_BRANCH);
    }

    private static SourceLimits limits(Members members) {
        var defaults = SourceLimits.defaults();
        var limits =
                new SourceLimits(
                        members.count("file_bytes").orElse(defaults.fileBytes()),
                        members.count("files").orElse(defaults.files()),
                        members.number("bundle_bytes").orElse(defaults.bundleBytes()),
                        members.count("depth").orElse(defaults.depth()),
                        members.number("repo_bytes").orElse(defaults.repoBytes()));
        members.done();
        return limits;
    }

    private GitAccess access() {
        var auth = source.mapping("auth");
        var access =
                new GitAccess(
                        auth.flatMap(members -> members.text("user")).orElse(null),
                        auth.flatMap(members -> members.path("user_file")).orElse(null),
                        auth.flatMap(members -> members.path("token_file")).orElse(null),
                        auth.flatMap(members -> members.path("ssh_key_file")).orElse(null),
                        auth.flatMap(members -> members.path("ssh_passphrase_file")).orElse(null),
                        auth.flatMap(members -> members.path("known_hosts_file")).orElse(null),
                        source.path("ca_file").orElse(null),
                        proxy().orElse(null),
                        Set.copyOf(source.texts("unsafe_schemes").orElse(List.of())));
        auth.ifPresent(Members::done);
        return access;
    }

    private Optional<URI> proxy() {
        return source.text("proxy")
                .flatMap(text -> {
                    try {
                        return Optional.of(URI.create(text));
                    } catch (IllegalArgumentException _) {
                        source.problem("proxy is malformed (expected: http://host:port)");
                        return Optional.empty();
                    }
                });
    }
}
