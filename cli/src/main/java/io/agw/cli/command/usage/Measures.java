package io.agw.cli.command.usage;

import static io.agw.cli.output.Column.column;

import io.agw.cli.output.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The columns of sums.
final class Measures {
    private static final List<Column> COLUMNS =
            List.of(
                    column("REQUESTS", "/requests"),
                    column("FAILED", "/failed"),
                    column("INPUT", "/input_tokens"),
                    column("OUTPUT", "/output_tokens"),
                    column("COST-USD", "/cost_usd"),
                    column("UNPRICED", "/unpriced_requests"),
                    column("AVG-MS", "/avg_latency_ms"));

    private Measures() {}

    /// With others before them.
    static List<Column> after(Column... first) {
        var columns = new ArrayList<>(List.of(first));
        columns.addAll(COLUMNS);
        return columns;
    }

    /// A column of a group: `VIRTUAL-KEY-ID` for `virtual_key_id`.
    static Column group(String word) {
        return column(
                word.toUpperCase(Locale.ROOT).replace('_', '-'),
                "/" + word.replace("~", "~0").replace("/", "~1"));
    }
}
