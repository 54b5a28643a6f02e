package io.agw.reconciler.world;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.Owner;
import io.agw.reconciler.source.CommitFacts;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A repository in memory that does what a test says. Used from one thread.
public final class FakeSource implements Source {
    private final Owner owner;
    private Map<String, String> files = Map.of();
    private String revision = "main@sha1:0000";
    private int commits;
    private boolean rewritten;
    private @Nullable SourceFailure failure;
    private Runnable whileFetching = () -> {};
    private Runnable listener = () -> {};
    private int resolves;
    private int fetches;
    private boolean closed;

    public FakeSource(String id) {
        this.owner = new Owner(id);
    }

    /// A commit after which the source has these files; answers its revision.
    public String push(Map<String, String> content) {
        files = new TreeMap<>(content);
        rewritten = false;
        return moveHead();
    }

    /// The same with one file, `bundle.yaml`.
    public String push(String bundle) {
        return push(Map.of("bundle.yaml", bundle));
    }

    /// A commit that changes nothing under the source's path.
    public String moveHead() {
        commits++;
        revision = "main@sha1:%04d".formatted(commits);
        return revision;
    }

    /// A push after which history does not contain what was there before.
    public String forcePush(String bundle) {
        push(bundle);
        rewritten = true;
        return revision;
    }

    /// The head is an older commit again.
    public void reset(String to, String bundle) {
        files = Map.of("bundle.yaml", bundle);
        revision = to;
    }

    /// Every call fails like this from now on; null: no call does.
    public void fail(@Nullable SourceFailure with) {
        failure = with;
    }

    /// Happens once, in the middle of the next fetch.
    public void whileFetching(Runnable happens) {
        whileFetching = happens;
    }

    /// Tells the loop that a look is worth while.
    public void announce() {
        listener.run();
    }

    public String revision() {
        return revision;
    }

    public int resolves() {
        return resolves;
    }

    public int fetches() {
        return fetches;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public Head resolve(Duration maxAge) {
        resolves++;
        failIfTold();
        return new Head(revision);
    }

    @Override
    public Content fetch(Head head, @Nullable String previous) {
        fetches++;
        var happens = whileFetching;
        whileFetching = () -> {};
        happens.run();
        failIfTold();
        return new Content(
                revision,
                "sha256:" + files.hashCode(),
                files.entrySet().stream()
                        .map(file ->
                                new SourceFile(
                                        file.getKey(),
                                        file.getValue().getBytes(StandardCharsets.UTF_8)))
                        .toList(),
                rewritten && previous != null && !previous.equals(revision),
                new CommitFacts(
                        revision.substring(revision.indexOf(':') + 1),
                        "tree" + files.hashCode(),
                        "Ann <ann@example.com>",
                        "Forge <forge@example.com>",
                        "Change it",
                        Instant.EPOCH));
    }

    private void failIfTold() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void onChange(Runnable told) {
        listener = told;
    }

    @Override
    public void close() {
        closed = true;
    }
}
