package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The programs of a checkout: a gateway that runs on two ports of its own, and scripts that are
/// run beside it. Owns the gateway's process.
final class Programs implements AutoCloseable {
    private final Checkout checkout;
    private final Ports ports;
    private final Process gateway;

    private Programs(Checkout checkout, Ports ports, Process gateway) {
        this.checkout = checkout;
        this.ports = ports;
        this.gateway = gateway;
    }

    /// Starts a gateway and waits until it serves.
    ///
    /// @param command as it is typed in the checkout
    static Programs start(Checkout checkout, String command) throws Exception {
        var ports = new Ports(Checkout.freePort(), Checkout.freePort());
        var gateway = shell(checkout, ports, "exec " + command.strip(), "gateway.log");
        var programs = new Programs(checkout, ports, gateway);
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
        var process = shell(checkout, ports, script, "script.log");
        var ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        var output = Files.readString(checkout.root().resolve("script.log"));
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

    private static Process shell(Checkout checkout, Ports ports, String script, String log)
            throws IOException {
        var data = "127.0.0.1:" + ports.data();
        var builder = checkout.script(script.replace("127.0.0.1:8080", data), log);
        var environment = builder.environment();
        environment.put("AGW_ADDR", data);
        environment.put("AGW_ADMIN_ADDR", "http://127.0.0.1:" + ports.admin());
        environment.put("AGW_BASE_URL", "http://" + data + "/v1");
        return builder.start();
    }

    private void awaitReady() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:" + ports.data() + "/health/ready"))
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
                        + Files.readString(checkout.root().resolve("gateway.log")));
    }

    /// Where the gateway listens, both on loopback.
    private record Ports(int data, int admin) {}
}
