package io.agw.server.telemetry.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that is put aside when it is large or old, and begun anew. Those put aside have the time
/// in their name, `audit-20260301T093000000Z.jsonl`, and go when all together are too large. Owns
/// the open file. Not thread-safe.
final class RotatedFile implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final AuditFileSettings settings;
    private final InstantSource clock;
    private @Nullable OutputStream out;
    private Instant begun = Instant.EPOCH;
    private long bytes;

    RotatedFile(AuditFileSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// Appends whole lines.
    void write(byte[] lines) throws IOException {
        if (out != null && isDue(lines.length)) {
            putAside();
        }
        var open = out == null ? open() : out;
        open.write(lines);
        open.flush();
        bytes += lines.length;
    }

    private boolean isDue(int more) {
        return (bytes > 0 && bytes + more > settings.maxBytes())
                || !clock.instant().isBefore(begun.plus(settings.maxAge()));
    }

    private OutputStream open() throws IOException {
        var file = settings.file();
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        boolean exists = Files.exists(file);
        if (!exists) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        bytes = Files.size(file);
        begun =
                exists
                        ? Files.readAttributes(file, BasicFileAttributes.class)
                                .creationTime()
                                .toInstant()
                        : clock.instant();
        boolean torn = bytes > 0 && last(file) != '\n';
        var opened =
                Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        out = opened;
        if (torn) {
            opened.write('\n');
        }
        return opened;
    }

    /// Where the disk was full, or the process died, the last line may not be whole.
    private static int last(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var one = ByteBuffer.allocate(1);
            channel.read(one, channel.size() - 1);
            return one.get(0);
        }
    }

    private void putAside() throws IOException {
        close();
        var file = settings.file();
        Files.move(file, file.resolveSibling(aside(STAMP.format(clock.instant()))));
        trim();
    }

    private String aside(String stamp) {
        return stem() + "-" + stamp + ending();
    }

    private String name() {
        return String.valueOf(settings.file().getFileName());
    }

    private String stem() {
        int dot = name().lastIndexOf('.');
        return dot <= 0 ? name() : name().substring(0, dot);
    }

    private String ending() {
        return name().substring(stem().length());
    }

    /// Removes the oldest of those put aside, so that a further file has room as well.
    private void trim() throws IOException {
        var aside = aside();
        long all = settings.maxBytes();
        for (var file : aside) {
            all += Files.size(file);
        }
        for (var file : aside) {
            if (all <= settings.keepBytes()) {
                return;
            }
            all -= Files.size(file);
            Files.delete(file);
        }
    }

    /// The oldest first: their names are in the order of time.
    private List<Path> aside() throws IOException {
        var folder = settings.file().toAbsolutePath().getParent();
        if (folder == null) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> isAside(String.valueOf(file.getFileName())))
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
                    .toList();
        }
    }

    private boolean isAside(String other) {
        return other.length() == aside("20260301T093000000Z").length()
                && other.startsWith(stem() + "-")
                && other.endsWith(ending())
                && other.substring(stem().length() + 1).matches("[0-9]{8}T[0-9]{9}Z.*");
    }

    @Override
    public void close() throws IOException {
        var open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
