package io.agw.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A gateway started by `bin/agwd`, on free ports, with a data folder of its own. Ends with
/// `close`.
///
/// @param client address that clients are served at
/// @param admin address that operators are served at
/// @param data its folder
/// @param readyMillis from the start of the process until `/health/ready` said so
record Agwd(Process process, String client, String admin, Path data, long readyMillis)
        implements AutoCloseable {
    private static final String CREDENTIALS = "AGW_ADMIN_BASIC_AUTH=";
    private static final Pattern SERVES =
            Pattern.compile("serves clients at (\\S+) and operators at (\\S+)");
    private static final long LONGEST_START_NANOS = TimeUnit.MINUTES.toNanos(5);

    /// Starts one and waits until it is ready. The folder may hold what an earlier one left.
    static Agwd start(Path data, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bin/agwd", "--addr", "127.0.0.1:0"));
        command.addAll(List.of("--admin-addr", "127.0.0.1:0", "--data-dir", data.toString()));
        command.addAll(arguments);
        var log = Path.of(data + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(GeneratedBundle.VARIABLE, "sk-generated");
        long begin = System.nanoTime();
        var process = builder.redirectOutput(log.toFile()).start();
        while (System.nanoTime() - begin < LONGEST_START_NANOS && process.isAlive()) {
            var serves = SERVES.matcher(Files.readString(log));
            if (serves.find() && isReady("http://" + serves.group(1))) {
                long millis = (System.nanoTime() - begin) / 1_000_000;
                return new Agwd(
                        process,
                        "http://" + serves.group(1),
                        "http://" + serves.group(2),
                        data,
                        millis);
            }
            Thread.sleep(10);
        }
        process.destroyForcibly();
        throw new IOException("the gateway did not get ready: " + Files.readString(log));
    }

    ProcessTree processes() {
        return new ProcessTree(process.pid());
    }

    /// Calls the Admin API as the operator of the first start.
    ///
    /// @throws IOException when the answer is not 200
    String admin(String method, String path, String body) throws IOException, InterruptedException {
        var basic =
                Base64.getEncoder().encodeToString(credentials().getBytes(StandardCharsets.UTF_8));
        var request =
                HttpRequest.newBuilder(URI.create(admin + path))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        }
    }

    private String credentials() throws IOException {
        return Files.readAllLines(data.resolve("admin-credentials")).stream()
                .filter(line -> line.startsWith(CREDENTIALS))
                .map(line -> line.substring(CREDENTIALS.length()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isReady(String client) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(client + "/health/ready")).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Ends it as an operator would, and waits until it has.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
