package io.agw.house;

import io.agw.bundle.model.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The YAML that the pages below `docs` show: bundles and settings, whole and in parts. The build
/// runs a module's tests in the module's folder.
public final class Documentation {
    private static final Path PAGES = Path.of("../docs");
    private static final Pattern YAML = Pattern.compile("(?ms)^```ya?ml\n(.*?)^```$");
    private static final Pattern MEMBER = Pattern.compile("(?m)^([A-Za-z_]+):");

    private Documentation() {}

    /// @param page the file's name
    public record Block(String page, String text) {
        /// Whether it is a bundle, or sections of one.
        public boolean isBundle() {
            return members().anyMatch(name -> Kind.ofSection(name).isPresent());
        }

        /// Names at the top level.
        public Stream<String> members() {
            return MEMBER.matcher(text).results().map(member -> member.group(1));
        }
    }

    public static List<Block> blocks() throws IOException {
        try (var files = Files.walk(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(Documentation::blocks)
                    .toList();
        }
    }

    private static Stream<Block> blocks(Path page) {
        try {
            var name = PAGES.relativize(page).toString();
            return YAML.matcher(Files.readString(page))
                    .results()
                    .map(block -> new Block(name, block.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
