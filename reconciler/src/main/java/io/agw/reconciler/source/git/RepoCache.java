package io.agw.reconciler.source.git;

import io.agw.reconciler.source.ContentDigest;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// The bare repository on disk that holds what was fetched for one source:
/// `<work>/<id>/<key>/repo`, for nobody but the gateway's user. It is only a cache; losing it costs
/// a fetch. Not thread-safe.
///
/// JGit adds a pack with every fetch and cannot merge packs that lack filtered blobs, so a crowded
/// cache is replaced by a fresh one, which takes its place only when it is complete.
final class RepoCache {
    private static final int MOST_PACKS = 20;
    private static final long MOST_OBJECT_BYTES = 64L << 20;

    private final Path base;
    private final Path repo;
    private final Path fresh;
    private final long mostBytes;

    RepoCache(Path work, SourceSettings settings) {
        // A larger file limit needs blobs that a smaller one left out: another cache.
        var key = settings.url() + "\n" + settings.limits().fileBytes();
        var digest = ContentDigest.ofFile(key.getBytes(StandardCharsets.UTF_8));
        this.base = work.resolve(settings.id()).resolve(HexFormat.of().formatHex(digest, 0, 8));
        this.repo = base.resolve("repo");
        this.fresh = base.resolve("fresh");
        this.mostBytes = settings.limits().repoBytes();
    }

    /// Opens what is there, or an empty repository. Owned by the caller.
    BoundedRepository open() throws IOException {
        if (Files.exists(repo.resolve("config"))) {
            return opened(repo);
        }
        removeOthers();
        return created(repo);
    }

    /// Opens an empty repository beside the one in use. Owned by the caller.
    BoundedRepository openFresh() throws IOException {
        remove(fresh);
        return created(fresh);
    }

    /// Puts the fresh repository, closed and complete, in place of the old one.
    void useFresh() throws IOException {
        remove(repo);
        Files.move(fresh, repo, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes the fresh repository.
    void dropFresh() throws IOException {
        remove(fresh);
    }

    /// Removes everything.
    void drop() throws IOException {
        remove(base);
    }

    /// Removes what an attempt that ended badly left behind.
    void sweep() throws IOException {
        remove(fresh);
        removeFiles(repo.resolve("objects"), "incoming_*");
        // Locks of a process that was killed: nobody else works here.
        removeFiles(repo.resolve(Remote.LOCAL_REF).resolveSibling(""), "*.lock");
        removeFiles(repo, "*.lock");
    }

    boolean isCrowded() throws IOException {
        var packs = repo.resolve("objects").resolve("pack");
        if (!Files.isDirectory(packs)) {
            return false;
        }
        int count = 0;
        try (var found = Files.newDirectoryStream(packs, "*.pack")) {
            for (var _ : found) {
                count++;
            }
        }
        return count > MOST_PACKS;
    }

    boolean isTooLarge() throws IOException {
        return bytes(repo) > mostBytes;
    }

    boolean isFreshTooLarge() throws IOException {
        return bytes(fresh) > mostBytes;
    }

    /// How much the repository in use takes on disk.
    long bytes() throws IOException {
        return bytes(repo);
    }

    private BoundedRepository opened(Path dir) throws IOException {
        return new BoundedRepository(dir, Math.min(mostBytes, MOST_OBJECT_BYTES));
    }

    private BoundedRepository created(Path dir) throws IOException {
        makePrivate(base);
        remove(dir);
        var repository = opened(dir);
        try {
            repository.create(true);
            var config = repository.getConfig();
            config.setInt("gc", null, "auto", 0);
            config.setInt("protocol", null, "version", 2);
            config.setString("http", null, "followRedirects", "initial");
            config.setBoolean("core", null, "logAllRefUpdates", false);
            config.save();
            return repository;
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /// Repositories of this source's earlier settings.
    private void removeOthers() throws IOException {
        var parent = base.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        try (var siblings = Files.newDirectoryStream(parent)) {
            for (var sibling : siblings) {
                if (!sibling.equals(base)) {
                    remove(sibling);
                }
            }
        }
    }

    /// Makes folders that only the gateway's user can enter.
    static void makePrivate(Path dir) throws IOException {
        if (dir.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    dir,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(dir);
        }
    }

    private static void removeFiles(Path dir, String glob) throws IOException {
        if (Files.isDirectory(dir)) {
            try (var found = Files.newDirectoryStream(dir, glob)) {
                for (var file : found) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static long bytes(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return 0;
        }
        var sum = new AtomicLong();
        Files.walkFileTree(
                dir,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum.addAndGet(attributes.size());
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sum.get();
    }

    private static void remove(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return;
        }
        Files.walkFileTree(
                dir,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException e)
                            throws IOException {
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
