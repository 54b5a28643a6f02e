package io.agw.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A gateway of our own, started for the run with everything on that costs: keys, usage, tracing.
///
/// @param readyMillis from the start of the process until it was ready
record Gateway(Process process, Subject subject, String adminUrl, Path data, long readyMillis)
        implements AutoCloseable {
    private static final String CREDENTIALS = "AGW_ADMIN_BASIC_AUTH=";
    private static final Pattern ROWS =
            Pattern.compile("(?m)^agw_usage_rows_total(?:\\{[^}]*})? ([0-9.E]+)");
    private static final Pattern LOST =
            Pattern.compile("(?m)^agw_usage_lost_total(?:\\{[^}]*})? ([0-9.E]+)");
    private static final Pattern TURNS =
            Pattern.compile("(?m)^agw_requests_total(?:\\{[^}]*})? ([0-9.E]+)");

    static Gateway start(Path folder, List<Integer> upstreams)
            throws IOException, InterruptedException {
        var key =
                "vk-"
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(SecureRandom.getSeed(32));
        var bundles = Files.createDirectories(folder.resolve("bundles"));
        Files.writeString(bundles.resolve("bench.yaml"), bundle(upstreams, key));
        var data = folder.resolve("data");
        int port = Ports.free();
        int admin = Ports.free();
        long begin = System.nanoTime();
        var process =
                new ProcessBuilder(
                                "bin/agwd",
                                "--addr",
                                "127.0.0.1:" + port,
                                "--admin-addr",
                                "127.0.0.1:" + admin,
                                "--config-store",
                                data.resolve("configstore.db").toString(),
                                "--source",
                                bundles.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("agwd.log").toFile())
                        .start();
        var base = "http://127.0.0.1:" + port;
        awaitReady(process, base + "/health/ready", folder);
        long ready = (System.nanoTime() - begin) / 1_000_000;
        var subject =
                new Subject(
                        "gateway",
                        new ProcessTree(process.pid()),
                        base + "/plain" + Payloads.PATH,
                        base + "/stream" + Payloads.PATH,
                        base + "/paced" + Payloads.PATH,
                        key);
        return new Gateway(process, subject, "http://127.0.0.1:" + admin, data, ready);
    }

    /// Whether every request that was answered has its usage row. Prints the figures.
    boolean accountedFor() throws IOException, InterruptedException {
        double turns = 0;
        double rows = -1;
        double lost = 0;
        for (int i = 0; i < 100 && rows != turns; i++) {
            Thread.sleep(100);
            var metrics = metrics();
            turns = sum(TURNS, metrics);
            rows = sum(ROWS, metrics);
            lost = sum(LOST, metrics);
        }
        System.out.printf(
                "usage: %.0f requests answered, %.0f rows written, %.0f lost%n", turns, rows, lost);
        return turns == rows && lost == 0 && turns > 0;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private String metrics() throws IOException, InterruptedException {
        var credentials =
                Files.readAllLines(data.resolve("admin-credentials")).stream()
                        .filter(line -> line.startsWith(CREDENTIALS))
                        .map(line -> line.substring(CREDENTIALS.length()))
                        .findFirst()
                        .orElseThrow();
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(adminUrl + "/metrics"))
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(
                                                            credentials.getBytes(
                                                                    StandardCharsets.UTF_8)))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static double sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }

    private static void awaitReady(Process process, String url, Path folder)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).build();
            long end = System.nanoTime() + 300_000_000_000L;
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // not listening yet
                }
                Thread.sleep(20);
            }
        }
        throw new IOException(
                "the gateway did not get ready: " + Files.readString(folder.resolve("agwd.log")));
    }

    private static String bundle(List<Integer> upstreams, String key) {
        var names = List.of("plain", "stream", "paced");
        var providers = new StringBuilder();
        var routes = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            providers.append(
                    """
                      - id: bench-%1$s
                        provider_type: openai
                        api_key: sk-upstream
                        base_url: http://127.0.0.1:%2$d/v1
                    """
                            .formatted(names.get(i), upstreams.get(i)));
            routes.append(
                    """
                      - id: bench-%1$s
                        protocol: openai
                        match_policy: {path_prefix: /%1$s}
                        target_policy: {type: direct-provider, provider_id: bench-%1$s}
                    """
                            .formatted(names.get(i)));
        }
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
        %sllmRoutes:
        %svirtualKeys:
          - id: bench
            value: %s
        """
                .formatted(providers, routes, key);
    }
}
