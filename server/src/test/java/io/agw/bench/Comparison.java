package io.agw.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Loads one gateway with several kinds of requests in turn, and says what each takes beside the
/// first.
record Comparison(Wrk wrk, Subject gateway, Options options) {
    private static final int CONNECTIONS = 32;

    /// What is asked how.
    ///
    /// @param key virtual key
    record Kind(String name, String url, Wrk.Body body, String key) {}

    /// False when an answer was wrong.
    boolean of(List<Kind> kinds) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            for (var kind : kinds) {
                wrk.run(load(kind, options.warmupSeconds()));
            }
        }
        var rows = new LinkedHashMap<String, List<Row>>();
        for (int repetition = 0; repetition < options.repetitions(); repetition++) {
            for (var kind : repetition % 2 == 0 ? kinds : kinds.reversed()) {
                var row = Row.measure(wrk, gateway, load(kind, options.seconds()), kind.name());
                rows.computeIfAbsent(kind.name(), _ -> new ArrayList<>()).add(row);
            }
        }
        System.out.println();
        tell(rows);
        return rows.values().stream().flatMap(List::stream).allMatch(row -> row.errors() == 0);
    }

    private static void tell(Map<String, List<Row>> rows) {
        var first = rows.values().iterator().next();
        rows.forEach((kind, runs) -> {
            var micros = runs.stream().map(Row::cpuMicros).toList();
            var ratios = new ArrayList<Double>();
            for (int i = 0; i < runs.size(); i++) {
                ratios.add(runs.get(i).cpuMicros() / first.get(i).cpuMicros());
            }
            System.out.println(Figures.of(kind, "us CPU a request", micros));
            System.out.printf(
                    Locale.ROOT,
                    "%s/%s %.2f (pairs: %.2f to %.2f)%n",
                    kind,
                    first.getFirst().kind(),
                    Figures.of(kind, "", ratios).median(),
                    ratios.stream().mapToDouble(each -> each).min().orElse(0),
                    ratios.stream().mapToDouble(each -> each).max().orElse(0));
        });
    }

    private static Wrk.Load load(Kind kind, int seconds) {
        return new Wrk.Load(kind.url(), CONNECTIONS, seconds, kind.body(), kind.key());
    }
}
