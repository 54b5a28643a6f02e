package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the README: its first command starts the gateway, and the blocks of the tour are run one
/// after the other; where a `text` block follows, its lines appear in the output in that order.
@Timeout(180)
final class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theTourWorksAsItIsWritten(@TempDir Path folder) throws Exception {
        Checkout.into(folder);
        int data = Checkout.freePort();
        int admin = Checkout.freePort();
        var readme = Checkout.readme();
        var server = blocks(between(readme, "## Two commands", "## Five minutes")).getFirst();
        var gateway = shell(folder, "exec " + server.text().strip(), data, admin, "gateway.log");
        try {
            awaitReady(data, gateway, folder);
            var tour = blocks(between(readme, "## Five minutes", "## From git"));
            for (int i = 0; i < tour.size(); i++) {
                if (tour.get(i).kind().equals("sh")) {
                    var output = run(folder, tour.get(i).text(), data, admin);
                    if (i + 1 < tour.size() && tour.get(i + 1).kind().equals("text")) {
                        expect(output, tour.get(i + 1).text());
                    }
                }
            }
        } finally {
            gateway.destroy();
            assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).as("the gateway ends").isTrue();
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

    private static String run(Path folder, String script, int data, int admin) throws Exception {
        var process = shell(folder, script, data, admin, "tour.log");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends: " + script).isTrue();
        return Files.readString(folder.resolve("tour.log"));
    }

    private static Process shell(Path folder, String script, int data, int admin, String log)
            throws IOException {
        var builder =
                new ProcessBuilder(
                                "sh", "-c", script.replace("127.0.0.1:8080", "127.0.0.1:" + data))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(log).toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AGW_"));
        environment.put("AGW_ADDR", "127.0.0.1:" + data);
        environment.put("AGW_ADMIN_ADDR", "http://127.0.0.1:" + admin);
        environment.put("AGW_BASE_URL", "http://127.0.0.1:" + data + "/v1");
        return builder.start();
    }

    private static void awaitReady(int port, Process gateway, Path folder) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (System.nanoTime() < end && gateway.isAlive()) {
                try {
                    var answer =
                            client.send(
                                    request,
                                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                    if (answer.statusCode() == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // not listening yet
                }
                Thread.sleep(50);
            }
        }
        throw new AssertionError(
                "the gateway did not get ready: "
                        + Files.readString(folder.resolve("gateway.log")));
    }
}
