package io.agw.store.sqlite;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's directory and files on disk: made for the gateway's user alone, and narrowed when
/// they are found wider.
final class PrivateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    /// File systems on which SQLite's write-ahead log or its locks do not work.
    private static final Set<String> NETWORK =
            Set.of(
                    "nfs",
                    "nfs4",
                    "cifs",
                    "smb",
                    "smb2",
                    "smb3",
                    "smbfs",
                    "9p",
                    "afs",
                    "ceph",
                    "lustre",
                    "gfs",
                    "gfs2",
                    "ocfs2",
                    "beegfs",
                    "fuse.sshfs",
                    "fuse.glusterfs",
                    "fuse.s3fs",
                    "fuse.rclone",
                    "davfs",
                    "fuse.davfs2");

    private PrivateFiles() {}

    /// A path that SQLite and the driver take for a path and nothing else.
    static void requirePlain(Path path) {
        var text = path.toString();
        var lower = text.toLowerCase(Locale.ROOT);
        boolean odd =
                text.isBlank()
                        || text.indexOf('?') >= 0
                        || text.indexOf('#') >= 0
                        || text.chars().anyMatch(Character::isISOControl)
                        || lower.startsWith(":")
                        || lower.startsWith("file:")
                        || lower.startsWith("jdbc:");
        if (odd) {
            throw new StoreException(
                    Reason.OTHER,
                    "store path: \""
                            + text
                            + "\" (expected: a file path without '?', '#', control characters or a"
                            + " scheme)",
                    null);
        }
    }

    /// Makes a directory, or narrows one that holds nothing but the store.
    ///
    /// A directory with other things in it, `/tmp` say, is somebody else's too and only warned
    /// about.
    static void directory(Path directory, Collection<String> own) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, attribute(DIRECTORY));
            return;
        }
        var mode = Files.getPosixFilePermissions(directory);
        if (DIRECTORY.containsAll(mode)) {
            return;
        }
        if (holdsOnly(directory, own)) {
            Files.setPosixFilePermissions(directory, DIRECTORY);
            LOG.warn("{}: was open to other users, is now 0700", directory);
        } else {
            LOG.warn(
                    "{}: open to other users ({}) and shared with other files"
                            + " (expected: a directory of its own with 0700)",
                    directory,
                    PosixFilePermissions.toString(mode));
        }
    }

    private static boolean holdsOnly(Path directory, Collection<String> own) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> own.stream().anyMatch(name::startsWith));
        }
    }

    static void requireLocal(Path directory) throws IOException {
        var type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
        if (NETWORK.contains(type)) {
            throw new StoreException(
                    Reason.OTHER,
                    directory
                            + ": on a network file system ("
                            + type
                            + ") (expected: a local disk; SQLite's log is not safe elsewhere)",
                    null);
        }
    }

    /// An empty file for this user alone; one that is there is left as it is, but narrowed.
    static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, attribute(FILE));
        } catch (FileAlreadyExistsException _) {
            narrow(file);
        }
    }

    static void writePrivate(Path file, String text) throws IOException {
        createPrivate(file);
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /// Takes rights from other users, with a warning; nothing when there is no such file.
    static void narrow(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var mode = Files.getPosixFilePermissions(file);
        if (!FILE.containsAll(mode)) {
            Files.setPosixFilePermissions(file, FILE);
            LOG.warn("{}: was open to other users, is now 0600", file);
        }
    }

    /// The directory that a file lies in.
    static Path parent(Path file) {
        var parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new StoreException(
                    Reason.OTHER, "store path: \"" + file + "\" (expected: a file)", null);
        }
        return parent;
    }

    /// Makes a rename in a directory durable.
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?> attribute(Set<PosixFilePermission> mode) {
        return PosixFilePermissions.asFileAttribute(mode);
    }
}
