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
import java.util.concurrent.TimeUnit;

/// The programs of a checkout: a gateway that runs on two ports of its own, and scripts that are
/// run beside it. Owns the gateway's process.
final class Programs implements AutoCloseable {
    private final Path folder;
    private final int data;
    private final int admin;
    private final Process gateway;

    private Programs(Path folder, int data, int admin, Process gateway) {
        this.folder = folder;
        this.data = data;
        this.admin = admin;
        this.gateway = gateway;
    }

    /// Starts a gateway and waits until it serves.
    ///
    /// @param command as it is typed in the checkout
    static Programs start(Checkout checkout, String command) throws Exception {
        int data = Checkout.freePort();
        int admin = Checkout.freePort();
        var folder = checkout.root();
        var gateway = shell(folder, "exec " + command.strip(), data, admin, "gateway.log");
        var programs = new Programs(folder, data, admin, gateway);
        try {
            programs.awaitReady();
        } catch (Exception | AssertionError e) {
            programs.close();
            throw e;
        }
        return programs;
    }

    /// What a script prints, to both outputs.
    String run(String script) throws Exception {
        var process = shell(folder, script, data, admin, "script.log");
        var ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        var output = Files.readString(folder.resolve("script.log"));
        assertThat(ended).as("ends: " + script + "\n" + output).isTrue();
        return output;
    }

    @Override
    public void close() {
        gateway.destroy();
        try {
            gateway.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        } finally {
            gateway.destroyForcibly();
        }
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

    private void awaitReady() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + data + "/health/ready"))
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
