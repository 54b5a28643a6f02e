package io.agw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A gateway of our own, started for the run with everything on that costs: keys, usage, tracing.
record Gateway(Agwd agwd, Subject subject) implements AutoCloseable {
    private static final Pattern ROWS =
            Pattern.compile("(?m)^agw_usage_rows_total(?:\\{[^}]*})? ([0-9.E]+)");
    private static final Pattern LOST =
            Pattern.compile("(?m)^agw_usage_lost_total(?:\\{[^}]*})? ([0-9.E]+)");
    private static final Pattern TURNS =
            Pattern.compile("(?m)^agw_requests_total(?:\\{[^}]*})? ([0-9.E]+)");

    static Gateway start(Path folder, Nginx.Upstreams upstreams)
            throws IOException, InterruptedException {
        var key = newKey();
        return start(folder, bundle(upstreams, key), key);
    }

    /// A value that a virtual key may have.
    static String newKey() {
        return "vk-"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(SecureRandom.getSeed(32));
    }

    /// @param key of those of the bundle that is used
    static Gateway start(Path folder, String bundle, String key)
            throws IOException, InterruptedException {
        var bundles = Files.createDirectories(folder.resolve("bundles"));
        Files.writeString(bundles.resolve("bench.yaml"), bundle);
        var agwd = Agwd.start(folder.resolve("data"), List.of("--source", bundles.toString()));
        var base = agwd.client();
        var subject =
                new Subject(
                        "gateway",
                        agwd.processes(),
                        base + "/plain" + Payloads.PATH,
                        base + "/stream" + Payloads.PATH,
                        base + "/paced" + Payloads.PATH,
                        base + "/translated" + Payloads.PATH,
                        key);
        return new Gateway(agwd, subject);
    }

    /// Whether every request that was answered has its usage row. Prints the figures.
    ///
    /// @param least requests that were made for certain
    boolean accountedFor(int least) throws IOException, InterruptedException {
        double turns = 0;
        double rows = -1;
        double lost = 0;
        for (int i = 0; i < 300 && (rows != turns || turns < least); i++) {
            Thread.sleep(100);
            var metrics = agwd.admin("GET", "/metrics", "");
            turns = sum(TURNS, metrics);
            rows = sum(ROWS, metrics);
            lost = sum(LOST, metrics);
        }
        System.out.printf(
                "usage: %.0f requests answered, %.0f rows written, %.0f lost%n", turns, rows, lost);
        return turns == rows && lost == 0 && turns >= least;
    }

    @Override
    public void close() {
        agwd.close();
    }

    private static double sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }

    private static String bundle(Nginx.Upstreams upstreams, String key) {
        var names = List.of("plain", "stream", "paced", "translated");
        var ports =
                List.of(
                        upstreams.plain(),
                        upstreams.stream(),
                        upstreams.paced(),
                        upstreams.messages());
        var providers = new StringBuilder();
        var routes = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            providers.append(
                    """
                      - id: bench-%1$s
                        provider_type: %3$s
                        api_key: sk-upstream
                        base_url: http://127.0.0.1:%2$d/v1
                    """
                            .formatted(
                                    names.get(i),
                                    ports.get(i),
                                    names.get(i).equals("translated") ? "anthropic" : "openai"));
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
