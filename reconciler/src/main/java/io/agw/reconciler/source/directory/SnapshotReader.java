package io.agw.reconciler.source.directory;

import io.agw.bundle.document.FileFailure;
import io.agw.reconciler.source.ContentDigest;
import io.agw.reconciler.source.FileRules;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceLimits;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads a folder as one state: list, read, list again, and start over when the lists differ. Not
/// thread-safe, but for `close`.
///
/// A folder that changed a moment ago is given that moment to settle, because an editor may have
/// truncated a file and not yet written it. A file's digest is remembered only when the file was
/// old by then, because two changes within one tick of the clock leave the same time behind.
final class SnapshotReader {
    private static final Duration SETTLING = Duration.ofMillis(150);
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(2);
    private static final Duration TIME_RESOLUTION = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 5;

    private final Path dir;
    private final FileRules rules;
    private final SourceLimits limits;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Known> known = new HashMap<>();
    private @Nullable Listing accepted;

    SnapshotReader(Path dir, SourceSettings settings, InstantSource clock) {
        this.dir = dir;
        this.rules = new FileRules(settings);
        this.limits = settings.limits();
        this.clock = clock;
    }

    /// Ends a `take` that waits.
    void close() {
        closed.countDown();
    }

    /// @throws SourceFailure when the folder is missing, refused, unreadable or never at rest
    Snapshot take(boolean withContents) throws InterruptedException {
        SourceFailure failure = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                pause(SETTLING);
            }
            try {
                var snapshot = attempt(withContents);
                if (snapshot != null) {
                    return snapshot;
                }
                failure = null;
            } catch (SourceFailure e) {
                // Might be half of a change; a real one is still there the next time.
                if (failure != null && Objects.equals(failure.getMessage(), e.getMessage())) {
                    throw e;
                }
                failure = e;
            }
        }
        throw failure != null
                ? failure
                : new SourceFailure(Reason.READ_FAILED, dir + ": kept changing while it was read");
    }

    private @Nullable Snapshot attempt(boolean withContents) throws InterruptedException {
        try {
            var root = root();
            var listing = settled(root);
            SortedMap<String, byte[]> digests = new TreeMap<>();
            SortedMap<String, byte[]> contents = new TreeMap<>();
            for (var file : listing.files().entrySet()) {
                var path = file.getKey();
                if (withContents) {
                    contents.put(path, read(path, file.getValue()));
                }
                digests.put(path, digest(path, file.getValue(), contents.get(path)));
            }
            if (!listing.equals(accepted) && !listing.equals(Lister.list(root, rules, limits))) {
                return null;
            }
            accepted = listing;
            known.keySet().retainAll(listing.files().keySet());
            return new Snapshot(
                    ContentDigest.of(digests), contents, Set.copyOf(listing.folders().keySet()));
        } catch (NoSuchFileException _) {
            // Gone between being listed and being read.
            return null;
        } catch (IOException e) {
            throw new SourceFailure(Reason.READ_FAILED, FileFailure.of(dir.toString(), e), e);
        }
    }

    private Path root() throws IOException {
        try {
            var root = dir.toRealPath();
            if (Files.isDirectory(root)) {
                return root;
            }
            throw new SourceFailure(Reason.PATH_NOT_FOUND, dir + ": not a folder");
        } catch (NoSuchFileException e) {
            throw new SourceFailure(Reason.PATH_NOT_FOUND, dir + ": no such folder", e);
        }
    }

    private Listing settled(Path root) throws IOException, InterruptedException {
        var waited = Duration.ZERO;
        while (true) {
            var listing = Lister.list(root, rules, limits);
            var left = listing.equals(accepted) ? Duration.ZERO : unrest(listing);
            if (left.isZero() || waited.compareTo(LONGEST_SETTLING) >= 0) {
                return listing;
            }
            pause(left);
            waited = waited.plus(left);
        }
    }

    /// How long until the last change is long enough ago. A time in the future says nothing.
    private Duration unrest(Listing listing) {
        var newest = listing.newest();
        if (newest == null) {
            return Duration.ZERO;
        }
        var age = Duration.between(newest.toInstant(), clock.instant());
        var left = SETTLING.minus(age);
        return left.isNegative() || left.compareTo(SETTLING.multipliedBy(2)) > 0
                ? Duration.ZERO
                : left;
    }

    private byte[] digest(String path, Listing.Stamp stamp, byte @Nullable [] bytes)
            throws IOException {
        var before = known.get(path);
        if (bytes == null && before != null && before.isOf(stamp)) {
            return before.digest();
        }
        var readAt = clock.instant();
        var digest = ContentDigest.ofFile(bytes == null ? read(path, stamp) : bytes);
        known.put(path, new Known(stamp, digest, readAt));
        return digest;
    }

    /// Reads at most the listed size and one byte more, which is enough to see that it grew.
    private byte[] read(String path, Listing.Stamp stamp) throws IOException {
        try (var channel =
                Files.newByteChannel(
                        stamp.real(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var buffer = ByteBuffer.allocate(Math.toIntExact(stamp.size()) + 1);
            int got;
            do {
                got = channel.read(buffer);
            } while (got >= 0 && buffer.hasRemaining());
            if (buffer.position() != stamp.size()) {
                throw new NoSuchFileException(path, null, "changed while it was read");
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SourceFailure(Reason.READ_FAILED, "source was closed");
        }
    }

    /// @param readAt when the bytes were read
    private record Known(Listing.Stamp stamp, byte[] digest, Instant readAt) {
        boolean isOf(Listing.Stamp now) {
            return stamp.sameAs(now)
                    && stamp.modified().toInstant().plus(TIME_RESOLUTION).isBefore(readAt);
        }
    }
}
