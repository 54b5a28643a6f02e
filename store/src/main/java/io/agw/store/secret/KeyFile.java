package io.agw.store.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The file that holds the master keys: one key a line, the one in use first; empty lines and lines
/// that begin with `#` do not count.
///
/// @param path where it lies
public record KeyFile(Path path) {
    private static final String HEADER =
            """
            # Master key of this gateway. Without it nobody can read the secrets in the store,
            # so keep a copy in a safe place, apart from the copies of the database.
            """;

    public boolean exists() {
        return Files.exists(path);
    }

    /// @throws IOException when it cannot be read or a line is not a key; names the line, never
    ///   what stands in it
    public KeyRing read() throws IOException {
        var keys = new ArrayList<MasterKey>();
        var lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var where = path + ":" + (i + 1);
            keys.add(
                    MasterKey.parse(line)
                            .orElseThrow(() ->
                                    new IOException(
                                            where
                                                    + ": not a master key (expected: 32"
                                                    + " bytes in base64 or hexadecimal)")));
        }
        if (keys.isEmpty()) {
            throw new IOException(
                    path + ": no master key (expected: 32 bytes in base64 or hexadecimal)");
        }
        return new KeyRing(keys);
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    path + ": not a master key (expected: 32 bytes in base64 or hexadecimal)", e);
        } catch (FileSystemException e) {
            // its message is often the path alone
            throw new IOException(
                    path + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /// Replaces the file in one step and makes that durable: whoever reads it, at whatever moment
    /// the machine stops, finds all old keys or all new ones.
    public void write(KeyRing ring) throws IOException {
        var text =
                HEADER
                        + ring.keys().stream()
                                .map(MasterKey::text)
                                .collect(Collectors.joining("\n", "", "\n"));
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        mode)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
