package io.agw.reconciler.source.directory;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when something changes in folders, once per burst of changes. Thread-safe.
///
/// Owns one virtual thread and the JDK's watch service, from `start` to `close`. What it watches is
/// set by every look at the folder, so that new folders and a replaced root are followed too.
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final Duration LONGEST_BURST = Duration.ofSeconds(1);

    private final Map<Path, WatchKey> followed = new HashMap<>();
    private Set<Path> wanted = Set.of();
    private @Nullable WatchService service;
    private Runnable listener = () -> {};
    private boolean refused;

    /// Starts to tell. Does nothing where watching is impossible.
    synchronized void start(String name, Runnable listener) {
        if (service != null) {
            throw new IllegalStateException("the watch was started before");
        }
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            warn(e);
            return;
        }
        var started = service;
        this.listener = listener;
        Thread.ofVirtual().name(name).start(() -> listen(started, listener));
        follow(wanted);
    }

    /// Watches exactly these folders from now on.
    synchronized void follow(Set<Path> folders) {
        wanted = folders;
        var open = service;
        if (open == null) {
            return;
        }
        followed.entrySet().removeIf(entry -> dropped(entry, folders));
        var before = followed.size();
        for (var folder : folders) {
            if (!followed.containsKey(folder)) {
                register(folder, open);
            }
        }
        if (followed.size() > before) {
            // What changed after the look and before the watch would be missed.
            Thread.ofVirtual().name("watch-catch-up").start(listener);
        }
    }

    /// Stops telling; a listener that is being called is not waited for.
    @Override
    public synchronized void close() {
        var open = service;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("watch service did not close", e);
            }
        }
    }

    private void register(Path folder, WatchService open) {
        try {
            followed.put(folder, folder.register(open, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
        } catch (IOException | ClosedWatchServiceException e) {
            warn(e);
        }
    }

    private static boolean dropped(Map.Entry<Path, WatchKey> entry, Set<Path> folders) {
        if (folders.contains(entry.getKey()) && entry.getValue().isValid()) {
            return false;
        }
        entry.getValue().cancel();
        return true;
    }

    private static void listen(WatchService service, Runnable listener) {
        try {
            while (true) {
                var key = service.take();
                var end = System.nanoTime() + LONGEST_BURST.toNanos();
                while (key != null) {
                    key.pollEvents();
                    key.reset();
                    key =
                            System.nanoTime() < end
                                    ? service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS)
                                    : null;
                }
                listener.run();
            }
        } catch (ClosedWatchServiceException _) {
            // The normal end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void warn(Exception e) {
        if (!refused) {
            refused = true;
            LOG.warn(
                    "folder cannot be watched, changes are seen at the next interval only: {}",
                    e.toString());
        }
    }
}
