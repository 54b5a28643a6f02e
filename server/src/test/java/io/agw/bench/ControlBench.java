package io.agw.bench;

import io.agw.bundle.document.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import tools.jackson.databind.json.JsonMapper;

/// Measures the control plane and starts. See docs/benchmarks.md for what the figures mean.
public final class ControlBench {
    private static final String USAGE =
            "usage: bin/bench-control [stages|commands|polls|traffic|start|rows]... [--objects N] [--runs N] [--polls N] [--rows N]";
    private static final List<String> PARTS =
            List.of("stages", "commands", "polls", "traffic", "start", "rows");
    private static final int USAGE_ERROR = 64;
    private static final int RATE = 200;
    private static final long WINDOW_MILLIS = 15_000;
    private static final long PAUSE_MILLIS = 10_000;

    private final Path folder;
    private final GeneratedBundle bundle;
    private final int runs;
    private final int polls;
    private final int rows;

    private ControlBench(Path folder, int[] numbers) {
        this.folder = folder;
        this.bundle = GeneratedBundle.of(numbers[0]);
        this.runs = numbers[1];
        this.polls = numbers[2];
        this.rows = numbers[3];
    }

    public static void main(String[] args)
            throws IOException, InterruptedException, GitAPIException {
        Logger.getLogger("").setLevel(Level.SEVERE);
        var parts = new ArrayList<String>();
        var numbers = new int[] {10_000, 5, 1_000, 1_000_000};
        var options = List.of("--objects", "--runs", "--polls", "--rows");
        for (int i = 0; i < args.length; i++) {
            int option = options.indexOf(args[i]);
            if (option >= 0 && i + 1 < args.length && args[i + 1].matches("[1-9][0-9]{0,6}")) {
                numbers[option] = Integer.parseInt(args[++i]);
            } else if (PARTS.contains(args[i])) {
                parts.add(args[i]);
            } else {
                System.err.println(USAGE);
                System.exit(USAGE_ERROR);
            }
        }
        var folder = Files.createTempDirectory("agw-bench");
        try {
            var bench = new ControlBench(folder, numbers);
            for (var part : parts.isEmpty() ? PARTS : parts) {
                bench.run(part);
            }
        } finally {
            remove(folder);
        }
    }

    private void run(String part) throws IOException, InterruptedException, GitAPIException {
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d processors, load %.1f%n",
                part,
                Runtime.getRuntime().availableProcessors(),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        switch (part) {
            case "stages" -> new Stages(folder, bundle).run(runs);
            case "commands" -> commands();
            case "polls" -> new Polls(folder, bundle).run(polls);
            case "traffic" -> traffic();
            case "start" -> starts();
            case "rows" -> new UsageRows(folder, rows).run(runs);
            default -> throw new IllegalArgumentException(part);
        }
    }

    /// Whole processes of `agwctl`, beside a gateway that has just started.
    private void commands() throws IOException, InterruptedException {
        var files = folder.resolve("bundle");
        bundle.write(files);
        var version = new ArrayList<Double>();
        var validate = new ArrayList<Double>();
        var apply = new ArrayList<Double>();
        var diff = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
            version.add(Command.millis("--version"));
            validate.add(Command.millis("gateway", "validate", "-f", files.toString()));
            try (var gateway = Agwd.start(folder.resolve("commands-" + run), List.of())) {
                var command = new Command(gateway);
                apply.add(command.timed("gateway", "apply", "-f", files.toString()));
                for (int again = 0; again < 3; again++) {
                    diff.add(command.timed("gateway", "diff", "-f", files.toString()));
                }
            }
        }
        System.out.println(Figures.of("agwctl --version", "ms", version));
        System.out.println(Figures.of("agwctl gateway validate", "ms", validate));
        System.out.println(Figures.of("agwctl gateway apply, the first", "ms", apply));
        System.out.println(Figures.of("agwctl gateway diff, no change", "ms", diff));
    }

    /// Answer times of the echo provider: without applies, while big ones run that follow each
    /// other at some distance, over all of that time, and while they follow each other at once.
    /// Every apply changes nine of ten objects.
    private void traffic() throws IOException, InterruptedException {
        try (var gateway = Agwd.start(folder.resolve("traffic"), List.of())) {
            gateway.admin("POST", "/admin/bundle/apply", body(1));
            var key =
                    JsonMapper.shared()
                            .readTree(gateway.admin("GET", "/admin/virtual_keys/key-00000", ""))
                            .path("key")
                            .asString();
            var url = URI.create(gateway.client());
            try (var traffic =
                    new Traffic(url, "/team-0/route-0/v1/chat/completions", List.of(key), RATE)) {
                applies(gateway, 2, 3);
                Thread.sleep(WINDOW_MILLIS);
                long quiet = System.nanoTime();
                Thread.sleep(WINDOW_MILLIS);
                long apart = System.nanoTime();
                var during = applies(gateway, 5, runs, PAUSE_MILLIS);
                long busy = System.nanoTime();
                applies(gateway, 5 + runs, runs);
                long end = System.nanoTime();
                System.out.println(spread("without applies", traffic.between(quiet, apart)));
                System.out.println(spread("with applies apart", traffic.between(apart, busy)));
                System.out.println(spread("with applies at once", traffic.between(busy, end)));
                System.out.println(
                        Figures.of(
                                "p99 during each of those apart",
                                "ms",
                                during.stream().map(traffic::p99).toList()));
                System.out.println(
                        Figures.of(
                                "apply of 9 changes in 10 objects",
                                "ms",
                                during.stream().map(Traffic.Span::millis).toList()));
            }
        }
    }

    private void applies(Agwd gateway, int firstEdition, int count)
            throws IOException, InterruptedException {
        applies(gateway, firstEdition, count, 0);
    }

    /// @param pauseMillis after each apply
    private List<Traffic.Span> applies(Agwd gateway, int firstEdition, int count, long pauseMillis)
            throws IOException, InterruptedException {
        var bodies = Stream.iterate(firstEdition, i -> i + 1).limit(count).map(this::body).toList();
        var took = new ArrayList<Traffic.Span>();
        for (var body : bodies) {
            long begin = System.nanoTime();
            gateway.admin("POST", "/admin/bundle/apply", body);
            took.add(new Traffic.Span(begin, System.nanoTime()));
            Thread.sleep(pauseMillis);
        }
        return took;
    }

    private String body(int edition) {
        var json = JsonMapper.shared().createObjectNode();
        var files = json.putArray("files");
        for (SourceFile file : bundle.edition(edition).files()) {
            files.addObject()
                    .put("path", file.path())
                    .put("content", new String(file.bytes(), StandardCharsets.UTF_8));
        }
        json.putObject("variables").put(GeneratedBundle.VARIABLE, "sk-generated");
        return json.toString();
    }

    private static String spread(String when, double[] millis) {
        return String.format(
                Locale.ROOT,
                "%s: %d requests, p50 %.1f ms, p99 %.1f ms, most %.1f ms",
                when,
                millis.length,
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
    }

    /// From `exec` to ready, and resident memory afterwards.
    private void starts() throws IOException, InterruptedException {
        var files = folder.resolve("started");
        new GeneratedBundle(20, 1_000, 1_000, 1).write(files);
        var fresh = new ArrayList<Double>();
        var stored = new ArrayList<Double>();
        var resident = new ArrayList<Double>();
        var source =
                List.of("--source", files.toString(), "--source-var", GeneratedBundle.VARIABLE);
        for (int run = 0; run < runs; run++) {
            var data = folder.resolve("start-" + run);
            try (var gateway = Agwd.start(data, source)) {
                fresh.add((double) gateway.readyMillis());
            }
            try (var gateway = Agwd.start(data, source)) {
                stored.add((double) gateway.readyMillis());
                Thread.sleep(WINDOW_MILLIS);
                resident.add(gateway.processes().residentMiB());
            }
        }
        System.out.println(Figures.of("ready, 1,000 keys and routes from a folder", "ms", fresh));
        System.out.println(Figures.of("ready, the same in the store", "ms", stored));
        System.out.println(Figures.of("resident, idle", "MiB", resident));
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
