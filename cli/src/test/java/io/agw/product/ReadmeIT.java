package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the README: its first command starts the gateway, and the blocks of the tour are run one
/// after the other; where a `text` block follows, its lines appear in the output in that order.
@Timeout(360)
final class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theTourWorksAsItIsWritten(@TempDir Path folder) throws Exception {
        var readme = Checkout.readme();
        var server = blocks(between(readme, "## Two commands", "## Five minutes")).getFirst();
        try (var programs = Programs.start(Checkout.into(folder), server.text())) {
            var tour = blocks(between(readme, "## Five minutes", "## From git"));
            for (int i = 0; i < tour.size(); i++) {
                if (tour.get(i).kind().equals("sh")) {
                    var output = programs.run(tour.get(i).text());
                    if (i + 1 < tour.size() && tour.get(i + 1).kind().equals("text")) {
                        expect(output, tour.get(i + 1).text());
                    }
                }
            }
        }
    }

    @Test
    void theTestCommandIsTheOneThatCiRuns() throws IOException {
        var commands = blocks(between(Checkout.readme(), "## Two commands", "## Five minutes"));
        var ci = Files.readString(Path.of("../.ci/run"));

        assertThat(commands.get(1).text().strip()).isEqualTo("bin/check");
        assertThat(ci).endsWith("exec bin/check\n");
    }

    private record Block(String kind, String text) {}

    private static List<Block> blocks(String text) {
        var blocks = new ArrayList<Block>();
        var matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static String between(String text, String from, String to) {
        return text.substring(text.indexOf(from), text.indexOf(to));
    }

    private static void expect(String output, String lines) {
        var expected = lines.lines().filter(line -> !line.equals("…")).toArray(String[]::new);
        assertThat(output).containsSubsequence(expected);
    }
}
