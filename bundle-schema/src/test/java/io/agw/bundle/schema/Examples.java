package io.agw.bundle.schema;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.reference.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The examples of the repository. The build runs a module's tests in the module's folder.
final class Examples {
    static final Path ROOT = Path.of("../gitops-examples");

    private static final Set<String> OTHERS = Set.of("ci", "clients", "schema");

    /// Whatever an example refers to is set, and is what its name says: an address, a certificate.
    static final Variables EVERYTHING_SET =
            new Variables() {
                @Override
                public Lookup variable(String name) {
                    return new Lookup.Found(
                            name.endsWith("_URL")
                                    ? "http://proxy.example.com:3128"
                                    : "value-of-" + name);
                }

                @Override
                public Lookup file(String path) {
                    return new Lookup.Found(
                            path.endsWith(".pem") ? certificate() : "content-of-" + path);
                }
            };

    private Examples() {}

    /// Folders that hold a bundle.
    static List<Path> folders() throws IOException {
        try (var folders = Files.list(ROOT)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !OTHERS.contains(String.valueOf(folder.getFileName())))
                    .sorted()
                    .toList();
        }
    }

    static List<SourceFile> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> new SourceFile(ROOT.relativize(file).toString(), bytes(file)))
                    .toList();
        }
    }

    private static String certificate() {
        return new String(
                bytes(Path.of("src/test/resources/company-ca.pem")), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
