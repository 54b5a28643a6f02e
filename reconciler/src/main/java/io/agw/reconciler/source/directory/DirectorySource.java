package io.agw.reconciler.source.directory;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.Owner;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A folder as a source. Its revision is the digest of its files, `dir@sha256:…`.
///
/// Every look re-reads what changed and keeps the digests of the rest. The watch only says that a
/// look is worth while; a file system that reports nothing is still looked at in every interval.
public final class DirectorySource implements Source {
    private final Owner owner;
    private final SnapshotReader reader;
    private final FolderWatch watch = new FolderWatch();

    /// Opens nothing yet.
    ///
    /// @param settings without problems, of a directory
    public DirectorySource(SourceSettings settings, InstantSource clock) {
        Path dir = Objects.requireNonNull(settings.dir(), "a directory source needs dir");
        this.owner = settings.owner();
        this.reader = new SnapshotReader(dir, settings, clock);
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public Head resolve(Duration maxAge) {
        return new Head(revisionOf(take(false).digest()));
    }

    @Override
    public Content fetch(Head head, @Nullable String previous) {
        var snapshot = take(true);
        List<SourceFile> files = new ArrayList<>();
        snapshot.contents().forEach((path, bytes) -> files.add(new SourceFile(path, bytes)));
        return new Content(revisionOf(snapshot.digest()), snapshot.digest(), files, false, null);
    }

    @Override
    public void onChange(Runnable listener) {
        watch.start("watch-" + owner, listener);
        // Nothing is watched before the first look; whoever fails there looks again in an interval.
    }

    @Override
    public void close() {
        reader.close();
        watch.close();
    }

    private Snapshot take(boolean withContents) {
        try {
            var snapshot = reader.take(withContents);
            watch.follow(snapshot.folders());
            return snapshot;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceFailure(Reason.READ_FAILED, "reading was interrupted", e);
        }
    }

    private static String revisionOf(String digest) {
        return "dir@" + digest;
    }
}
