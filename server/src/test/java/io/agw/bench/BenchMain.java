package io.agw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures the gateway beside nginx, and the least of proxies beside both. See docs/benchmarks.md
/// for what the figures mean.
public final class BenchMain {
    private static final int USAGE_ERROR = 64;

    private final Path folder;
    private final Options options;

    private BenchMain(Path folder, Options options) {
        this.folder = folder;
        this.options = options;
    }

    /// Runs the parts that are named, or all; `paced PORT` is the benchmark's own upstream, `bare
    /// PORT UPSTREAM` the proxy that does the least.
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 2 && args[0].equals("paced")) {
            PacedUpstream.serve(Integer.parseInt(args[1]));
            return;
        }
        if (args.length == 3 && args[0].equals("bare")) {
            BareProxy.serve(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(USAGE_ERROR);
            return;
        }
        System.exit(new BenchMain(Files.createTempDirectory("agw-bench"), options).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        int pacedPort = Ports.free();
        try (var own = new OwnProcesses();
                var nginx = Nginx.start(folder, pacedPort)) {
            own.start(List.of(), "paced", String.valueOf(pacedPort));
            Ports.await(pacedPort, Duration.ofSeconds(10));
            boolean good = true;
            if (options.has(Options.Part.LOAD)) {
                var bare = BareProxy.start(own, nginx.ports().plain());
                good = beside(nginx, 1, subjects -> load(subjects, bare));
            }
            if (options.has(Options.Part.TRANSLATED)) {
                good = beside(nginx, 1, this::translated) && good;
            }
            if (options.has(Options.Part.GOVERNED)) {
                good = new Governed(folder, options).run(nginx.ports()) && good;
            }
            if (options.has(Options.Part.NOISY)) {
                good = new NoisyKey(folder, options).run(nginx.ports()) && good;
            }
            // what a stream takes would be found in the heap that the load has left
            if (options.has(Options.Part.STREAMS)) {
                good = beside(nginx, options.count(), this::streams) && good;
            }
            return good;
        }
    }

    /// Measures nginx and a gateway that has just started; false when an answer was wrong or not
    /// accounted for.
    private boolean beside(Nginx nginx, int leastTurns, Measurement measurement)
            throws IOException, InterruptedException {
        try (var gateway = Gateway.start(Files.createTempDirectory(folder, "run"), nginx.ports())) {
            System.out.println(
                    machine()
                            + ", gateway ready after "
                            + gateway.agwd().readyMillis()
                            + " ms, resident idle "
                            + Math.round(gateway.subject().processes().residentMiB())
                            + " MiB");
            boolean good = measurement.of(List.of(reference(nginx), gateway.subject()));
            return gateway.accountedFor(leastTurns) && good;
        }
    }

    private static Subject reference(Nginx nginx) {
        return new Subject(
                "nginx",
                new ProcessTree(nginx.proxy().pid()),
                url(nginx.proxies().get(0), ""),
                url(nginx.proxies().get(1), ""),
                url(nginx.proxies().get(2), ""),
                "",
                "");
    }

    private boolean load(List<Subject> subjects, Subject bare)
            throws IOException, InterruptedException {
        var wrk = Wrk.prepare(folder);
        for (int i = 0; i < 2; i++) {
            for (var subject : List.of(bare, subjects.getLast())) {
                wrk.run(plain(subject, 32, options.warmupSeconds()));
            }
        }
        wrk.run(stream(subjects.getLast(), options.warmupSeconds()));
        var rows = new ArrayList<Row>();
        for (int repetition = 0; repetition < options.repetitions(); repetition++) {
            for (var connections : List.of(1, 32, 256)) {
                for (var subject : List.of(subjects.getFirst(), bare, subjects.getLast())) {
                    var load = plain(subject, connections, options.seconds());
                    rows.add(Row.measure(wrk, subject, load, "plain"));
                }
            }
            for (var subject : subjects) {
                rows.add(Row.measure(wrk, subject, stream(subject, options.seconds()), "stream"));
            }
        }
        System.out.println();
        tell(rows, "gateway", 4);
        tell(rows, "bare", 3);
        return rows.stream().allMatch(row -> row.errors() == 0);
    }

    private static void tell(List<Row> rows, String subject, int scenarios) {
        rows.stream()
                .filter(row -> row.subject().equals(subject))
                .limit(scenarios)
                .forEach(scenario ->
                        System.out.println(Row.ratio(rows, subject, "nginx", scenario)));
    }

    private static Wrk.Load plain(Subject subject, int connections, int seconds) {
        return new Wrk.Load(
                subject.plainUrl(), connections, seconds, Wrk.Body.PLAIN, subject.key());
    }

    private static Wrk.Load stream(Subject subject, int seconds) {
        return new Wrk.Load(subject.streamUrl(), 32, seconds, Wrk.Body.STREAM, subject.key());
    }

    /// The same large request to an upstream that speaks like the client and to one that does not.
    private boolean translated(List<Subject> subjects) throws IOException, InterruptedException {
        var gateway = subjects.getLast();
        return new Comparison(Wrk.prepare(folder), gateway, options)
                .of(
                        List.of(
                                large("passed", gateway.plainUrl(), gateway),
                                large("translated", gateway.translatedUrl(), gateway)));
    }

    private static Comparison.Kind large(String name, String url, Subject gateway) {
        return new Comparison.Kind(name, url, Wrk.Body.LARGE, gateway.key());
    }

    private boolean streams(List<Subject> subjects) throws IOException, InterruptedException {
        boolean good = true;
        for (var subject : subjects) {
            double idle = subject.processes().residentMiB();
            var uri = java.net.URI.create(subject.pacedUrl());
            try (var streams =
                    new OpenStreams(uri.getPort(), uri.getPath(), subject.key(), options.count())) {
                Thread.sleep(3_000);
                double cpu = subject.processes().cpuSeconds();
                long events = streams.events();
                Thread.sleep(options.seconds() * 1_000L);
                long counted = Math.max(1, streams.events() - events);
                double micros = (subject.processes().cpuSeconds() - cpu) * 1e6 / counted;
                double resident = subject.processes().residentMiB();
                System.out.printf(
                        "%-8s paced  %d of %d streams, %.1f KiB resident each, cpu %.1f us/event, lost %d%n",
                        subject.name(),
                        streams.accepted(),
                        options.count(),
                        (resident - idle) * 1024 / options.count(),
                        micros,
                        streams.lost());
                good &= streams.accepted() == options.count() && streams.lost() == 0;
            }
        }
        return good;
    }

    private static String url(int port, String prefix) {
        return "http://127.0.0.1:" + port + prefix + Payloads.PATH;
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors()
                + " cores, "
                + System.getProperty("os.name")
                + ", Java "
                + Runtime.version().feature();
    }

    /// One of the benchmark's parts.
    private interface Measurement {
        boolean of(List<Subject> subjects) throws IOException, InterruptedException;
    }
}
