package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every `agwctl` line in the documentation and the examples, and every one within their words, is
/// one that the parser accepts.
class DocumentedCommandsTest {
    private static final Pattern LINE =
            Pattern.compile("^(?:#?\\s*|\\s*- (?:run: )?)(?:bin/)?agwctl ([a-z][^#|&<>]*)");

    private static final Pattern WITHIN = Pattern.compile("`(?:bin/)?agwctl ([a-z][^`]*)`");

    /// Blocks, and the list of commands, which shows no option that a command demands.
    private static final Pattern NO_WORDS =
            Pattern.compile("(?s)```.*?```|<!-- commands -->.*?<!-- end of commands -->");

    /// What may be left out: `[SOURCE]`.
    private static final Pattern OPTIONAL = Pattern.compile(" \\[[A-Z]+]");

    @TempDir Path folder;

    @Test
    void documentedCommandsExist() throws IOException {
        var commands =
                Stream.of(
                                Path.of("../docs"),
                                Path.of("../gitops-examples"),
                                Path.of("../README.md"))
                        .flatMap(DocumentedCommandsTest::files)
                        .flatMap(DocumentedCommandsTest::lines)
                        .toList();

        assertThat(commands).hasSizeGreaterThan(8);
        var parser = new Agwctl(new Run(folder).shell()).commands();
        for (var command : commands) {
            var args = words(command);
            assertThatCode(() -> parser.parseArgs(args.toArray(String[]::new)))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    /// The words as a shell splits them, as far as double quotes go.
    private static List<String> words(String command) {
        return Pattern.compile("\"[^\"]*\"|\\S+")
                .matcher(command)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .toList();
    }

    private static Stream<Path> files(Path root) {
        try (var files = Files.walk(root)) {
            return List.copyOf(files.filter(Files::isRegularFile).toList()).stream()
                    .filter(file -> file.toString().matches(".*\\.(md|ya?ml)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            var text = Files.readString(file);
            var within =
                    WITHIN.matcher(NO_WORDS.matcher(text).replaceAll(""))
                            .results()
                            .map(match -> OPTIONAL.matcher(match.group(1)).replaceAll(""));
            var lines =
                    text.lines()
                            .map(LINE::matcher)
                            .filter(matcher -> matcher.find())
                            .map(matcher -> matcher.group(1));
            return Stream.concat(lines, within);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
