package io.agw.cli.command.gateway;

import io.agw.bundle.BundleLimits;
import io.agw.bundle.document.FileFailure;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Reads the files that `-f` names: a file whatever its name, every `*.yaml` and `*.yml` below a
/// folder but in dot-folders, or standard input. Paths in messages are as the caller would write
/// them. A folder is taken for what a source will read, so what a source would refuse is said.
final class BundleFiles {
    private static final String STANDARD_INPUT = "-";
    private static final long MOST_BYTES = BundleLimits.handedOver().bytes();
    private static final int USUAL_FILE_BYTES = BundleLimits.defaults().file().fileBytes();

    private final Shell shell;
    private final Problems problems;
    private final List<SourceFile> files = new ArrayList<>();
    private final Set<Path> seen = new TreeSet<>();
    private long bytes;

    private BundleFiles(Shell shell, Problems problems) {
        this.shell = shell;
        this.problems = problems;
    }

    /// The files, sorted by path, each once. What cannot be read is a problem.
    ///
    /// @throws CommandFailed when a name leads nowhere
    static List<SourceFile> read(Shell shell, List<String> names, Problems problems) {
        var reading = new BundleFiles(shell, problems);
        for (var name : names) {
            try {
                reading.add(name);
            } catch (IOException e) {
                throw new CommandFailed(ExitCode.INVALID, "cannot read " + FileFailure.of(name, e));
            }
        }
        reading.files.sort(java.util.Comparator.comparing(SourceFile::path));
        return List.copyOf(reading.files);
    }

    private void add(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            // One byte more than is allowed, so that the loader sees that it is too much.
            files.add(new SourceFile("stdin", shell.in().readNBytes((int) MOST_BYTES + 1)));
            return;
        }
        var path = shell.resolve(name);
        if (Files.isDirectory(path)) {
            addFolder(path);
            return;
        }
        if (!Files.exists(path)) {
            throw new CommandFailed(
                    ExitCode.INVALID,
                    "-f " + name + " does not exist (expected: a file, a folder or -)");
        }
        addFile(path);
    }

    private void addFolder(Path folder) throws IOException {
        var root = folder.toRealPath();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
                        return !dir.equals(folder) && isHidden(dir)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        if (isYaml(file)) {
                            addMember(file, root, a);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// A file of a folder. A link may not lead out of it: in CI the folder is somebody else's.
    private void addMember(Path file, Path root, BasicFileAttributes attributes)
            throws IOException {
        if (attributes.isSymbolicLink() && !leadsInto(root, file)) {
            problems.error(
                    Code.SYMLINK,
                    Position.of(shown(file)),
                    "symbolic link leads out of the folder (expected: a file)");
            return;
        }
        if (Files.size(file) > USUAL_FILE_BYTES) {
            problems.warning(
                    Code.FILE_TOO_LARGE,
                    Position.of(shown(file)),
                    "%,d bytes (expected: at most %,d)"
                            .formatted(Files.size(file), USUAL_FILE_BYTES),
                    "split it: a source takes such a file only where limits.file_bytes says so");
        }
        addFile(file);
    }

    private static boolean leadsInto(Path root, Path file) throws IOException {
        return Files.exists(file) && file.toRealPath().startsWith(root);
    }

    private void addFile(Path file) throws IOException {
        if (!seen.add(file)) {
            return;
        }
        bytes += Files.size(file);
        if (bytes > MOST_BYTES) {
            problems.error(
                    Code.FILE_TOO_LARGE,
                    Position.of(shown(file)),
                    "all files together are over " + (MOST_BYTES >> 20) + " MiB (expected: less)");
            return;
        }
        files.add(new SourceFile(shown(file), Files.readAllBytes(file)));
    }

    private String shown(Path file) {
        var path = file.startsWith(shell.directory()) ? shell.directory().relativize(file) : file;
        return path.toString().replace('\\', '/');
    }

    private static boolean isHidden(Path path) {
        return name(path).startsWith(".");
    }

    private static boolean isYaml(Path path) {
        var name = name(path).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
