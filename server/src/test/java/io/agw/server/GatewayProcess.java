package io.agw.server;

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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program as a process of its own, with a data folder that outlives it. The process dies with
/// the test.
final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern SERVES =
            Pattern.compile("serves clients at (\\S+) and operators at (\\S+)");

    private static final String ACCOUNT = "AGW_ADMIN_BASIC_AUTH=";

    private final Process process;
    private final Path data;
    private final List<String> log;
    private final String clients;
    private final String operators;
    private final HttpClient client = HttpClient.newHttpClient();

    private GatewayProcess(Process process, Path data, List<String> log, Matcher serves) {
        this.process = process;
        this.data = data;
        this.log = log;
        this.clients = "http://" + serves.group(1);
        this.operators = "http://" + serves.group(2);
    }

    /// Starts one that serves a bundle, and returns once it does.
    ///
    /// @param before a command that becomes the program it is given; empty for none
    static GatewayProcess start(Path data, Path bundle, List<String> before) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.agw.server.Agwd",
                        "--addr",
                        "127.0.0.1:0",
                        "--admin-addr",
                        "127.0.0.1:0",
                        "--static-config",
                        bundle.toString(),
                        "--data-dir",
                        data.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AGW_"));
        var process = builder.start();
        var log = new CopyOnWriteArrayList<String>();
        var lines = process.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            log.add(line);
            var serves = SERVES.matcher(line);
            if (serves.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(log::add));
                return new GatewayProcess(process, data, log, serves);
            }
        }
        throw new AssertionError("it never served: " + log);
    }

    /// What it has said so far.
    List<String> log() {
        return log;
    }

    /// Asks for a chat with a virtual key.
    ///
    /// @throws IOException also when the process dies before the answer is whole
    HttpResponse<String> ask(String key, String requestId, String body)
            throws IOException, InterruptedException {
        return ask("/v1/chat/completions", key, requestId, body);
    }

    HttpResponse<String> ask(String path, String key, String requestId, String body)
            throws IOException, InterruptedException {
        var request =
                request(clients + path)
                        .header("Authorization", "Bearer " + key)
                        .header("x-request-id", requestId)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(request);
    }

    /// Asks the Admin API, as whoever reads the credentials that the first start left.
    HttpResponse<String> admin(String method, String path)
            throws IOException, InterruptedException {
        var request =
                request(operators + path)
                        .header("Authorization", "Basic " + credentials())
                        .method(method, HttpRequest.BodyPublishers.noBody());
        return send(request);
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String credentials() throws IOException {
        var pair =
                Files.readAllLines(seen(data.resolve("admin-credentials"))).stream()
                        .filter(line -> line.startsWith(ACCOUNT))
                        .map(line -> line.substring(ACCOUNT.length()))
                        .findFirst()
                        .orElseThrow();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /// A file as the process sees it, which may have file systems of its own.
    Path seen(Path file) {
        return Path.of("/proc/" + process.pid() + "/root" + file);
    }

    /// SIGKILL; returns once it is dead.
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        client.close();
    }
}
