package io.agw.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How long 49 keys wait for their answers while the fiftieth keeps to its share, and while it asks
/// twenty times as much.
record NoisyKey(Path folder, Options options) {
    private static final int KEYS = 50;
    private static final int SHARE = 8;
    private static final int NOISE = 20;
    private static final int PAIRS = 7;

    boolean run(Nginx.Upstreams upstreams) throws IOException, InterruptedException {
        var keys = new ArrayList<String>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(Gateway.newKey());
        }
        var bundle = bundle(upstreams, keys);
        try (var gateway =
                Gateway.start(Files.createTempDirectory(folder, "noisy"), bundle, keys.getLast())) {
            var base = URI.create(gateway.agwd().client());
            p99(base, keys, SHARE);
            p99(base, keys, SHARE * NOISE);
            var quiet = new ArrayList<Double>();
            var noisy = new ArrayList<Double>();
            var ratios = new ArrayList<Double>();
            for (int i = 0; i < PAIRS; i++) {
                quiet.add(p99(base, keys, SHARE));
                noisy.add(p99(base, keys, SHARE * NOISE));
                ratios.add(noisy.getLast() / quiet.getLast());
            }
            tell("p99 of 49 keys, the 50th keeping to its share", quiet);
            tell("the same, the 50th asking 20 times as much", noisy);
            tell("ratio", ratios);
            return gateway.accountedFor(1);
        }
    }

    private static void tell(String what, List<Double> values) {
        var figures = Figures.of(what, "", values);
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f (median of %d, %.2f to %.2f)%n",
                what,
                figures.median(),
                values.size(),
                figures.values().getFirst(),
                figures.values().getLast());
    }

    /// In milliseconds, of all but the last key.
    ///
    /// @param rate requests a second of the last key
    private double p99(URI base, List<String> keys, int rate) throws InterruptedException {
        var others = keys.subList(0, KEYS - 1);
        try (var loud = new Traffic(base, "/plain" + Payloads.PATH, List.of(keys.getLast()), rate);
                var traffic =
                        new Traffic(
                                base, "/plain" + Payloads.PATH, others, SHARE * others.size())) {
            long from = System.nanoTime();
            Thread.sleep(TimeUnit.SECONDS.toMillis(options.seconds()));
            var p99 = traffic.p99(new Traffic.Span(from, System.nanoTime()));
            System.out.printf(
                    Locale.ROOT,
                    "the 50th asks %d times a second, %d refused: p99 %.2f ms%n",
                    rate,
                    loud.refused(),
                    p99);
            return p99;
        }
    }

    private static String bundle(Nginx.Upstreams upstreams, List<String> keys) {
        var text =
                new StringBuilder(
                        """
                        apiVersion: gateway.agw/v1alpha1
                        kind: GatewayBundle
                        providers:
                          - {id: bench, provider_type: openai, api_key: sk-upstream, base_url: "http://127.0.0.1:%d/v1"}
                        rateLimits:
                          - {id: share, subject: {type: virtual_key, id: "*"}, requests: %d/s}
                        llmRoutes:
                          - id: plain
                            protocol: openai
                            match_policy: {path_prefix: /plain}
                            target_policy: {provider_id: bench}
                        virtualKeys:
                        """
                                .formatted(upstreams.plain(), SHARE * 2));
        for (int i = 0; i < keys.size(); i++) {
            text.append("  - {id: key-")
                    .append(i)
                    .append(", value: ")
                    .append(keys.get(i))
                    .append("}\n");
        }
        return text.toString();
    }
}
