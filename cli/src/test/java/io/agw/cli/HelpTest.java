package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.house.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HelpTest {
    @TempDir Path folder;

    @Test
    void everyCommandsHelpIsAsItWasReviewed() throws IOException {
        var text = new StringBuilder();
        for (var path : paths(tree(), List.of())) {
            var args = Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new);
            var result = new Run(folder).agwctl(args);

            assertThat(result.code()).as(path.toString()).isZero();
            assertThat(result.err()).isEmpty();
            text.append("$ agwctl ").append(String.join(" ", args)).append('\n');
            text.append(result.out()).append('\n');
        }
        Golden.check(Path.of("src/test/resources/golden/help.txt"), text.toString());
    }

    @Test
    void everyCommandSaysWhatItDoesInOneLine() {
        HelpPages.all(tree())
                .forEach(command -> {
                    var name = command.getCommandSpec().qualifiedName();
                    var description = command.getCommandSpec().usageMessage().description();
                    assertThat(description).as(name).isNotEmpty();
                    assertThat(description[0]).as(name).endsWith(".");
                    command.getCommandSpec()
                            .options()
                            .forEach(option ->
                                    assertThat(option.description())
                                            .as(name + option)
                                            .isNotEmpty());
                });
    }

    @Test
    void theListOfCommandsInTheDocumentationIsUpToDate() throws IOException {
        var page = Path.of("../docs/cli.md");
        var text = java.nio.file.Files.readString(page);
        int begin = text.indexOf("<!-- commands -->");
        int end = text.indexOf("<!-- end of commands -->");

        var list = new StringBuilder("<!-- commands -->\n\n| command | |\n|---|---|\n");
        HelpPages.all(tree())
                .filter(command -> command.getSubcommands().isEmpty())
                .forEach(command ->
                        list.append("| `")
                                .append(synopsis(command))
                                .append("` | ")
                                .append(command.getCommandSpec().usageMessage().description()[0])
                                .append(" |\n"));
        assertThat(begin).isPositive();
        Golden.check(page, text.substring(0, begin) + list + "\n" + text.substring(end));
    }

    private static String synopsis(CommandLine command) {
        var text = new StringBuilder(command.getCommandSpec().qualifiedName());
        for (var argument : command.getCommandSpec().positionalParameters()) {
            var label = argument.paramLabel();
            text.append(argument.required() ? " " + label : " [" + label + "]");
        }
        return text.toString();
    }

    private CommandLine tree() {
        return new Agwctl(new Run(folder).shell()).commands();
    }

    private static List<List<String>> paths(CommandLine command, List<String> path) {
        var paths = new ArrayList<List<String>>();
        paths.add(path);
        for (var entry : command.getSubcommands().entrySet()) {
            if (entry.getKey().equals(entry.getValue().getCommandName())) {
                paths.addAll(
                        paths(
                                entry.getValue(),
                                Stream.concat(path.stream(), Stream.of(entry.getKey())).toList()));
            }
        }
        return paths;
    }
}
