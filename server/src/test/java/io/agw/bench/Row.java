package io.agw.bench;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One measured run of one subject.
///
/// @param kind of request, as it is printed
/// @param cpuMicros CPU time of the subject's own processes per request
record Row(
        String subject,
        String kind,
        int connections,
        Wrk.Result result,
        double cpuMicros,
        double residentMiB) {
    /// Puts a load on a subject.
    static Row measure(Wrk wrk, Subject subject, Wrk.Load load, String kind)
            throws IOException, InterruptedException {
        double before = subject.processes().cpuSeconds();
        var result = wrk.run(load);
        double spent = subject.processes().cpuSeconds() - before;
        var row =
                new Row(
                        subject.name(),
                        kind,
                        load.connections(),
                        result,
                        spent * 1e6 / Math.max(1, result.requests()),
                        subject.processes().residentMiB());
        System.out.println(row);
        return row;
    }

    long errors() {
        return result.errors();
    }

    double requestsPerSecond() {
        return result.requests() / result.seconds();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-8s %-10s c=%-4d %7.0f/s  p50 %7.2f ms  p99 %7.2f ms  cpu %7.1f us/request  resident %6.1f MiB  errors %d",
                subject,
                kind,
                connections,
                requestsPerSecond(),
                result.p50Micros() / 1e3,
                result.p99Micros() / 1e3,
                cpuMicros,
                residentMiB,
                result.errors());
    }

    /// The median ratio of one subject to another over the runs of one scenario, as a printed line.
    static String ratio(List<Row> rows, String subject, String to, Row scenario) {
        double cpu =
                median(rows, subject, scenario, Row::cpuMicros)
                        / median(rows, to, scenario, Row::cpuMicros);
        double rate =
                median(rows, subject, scenario, Row::requestsPerSecond)
                        / median(rows, to, scenario, Row::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "ratio %s/%s %-6s c=%-4d cpu %.2f  rate %.2f",
                subject,
                to,
                scenario.kind(),
                scenario.connections(),
                cpu,
                rate);
    }

    private static double median(
            List<Row> rows, String subject, Row scenario, ToDoubleFunction<Row> figure) {
        return median(
                rows.stream()
                        .filter(row -> row.subject().equals(subject))
                        .filter(row ->
                                row.kind().equals(scenario.kind())
                                        && row.connections() == scenario.connections())
                        .toList(),
                figure);
    }

    private static double median(List<Row> rows, ToDoubleFunction<Row> figure) {
        var values =
                rows.stream()
                        .mapToDouble(figure)
                        .boxed()
                        .sorted(Comparator.naturalOrder())
                        .toList();
        return values.get(values.size() / 2);
    }
}
