package io.agw.bench;

import java.util.List;
import java.util.Locale;

/// One figure, measured several times.
record Figures(String name, String unit, List<Double> values) {
    Figures {
        values = values.stream().sorted().toList();
    }

    static Figures of(String name, String unit, List<Double> values) {
        return new Figures(name, unit, values);
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(middle)
                : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    @Override
    public String toString() {
        var line = String.format(Locale.ROOT, "%s %.0f %s", name, median(), unit);
        return values.size() == 1
                ? line
                : line
                        + String.format(
                                Locale.ROOT,
                                " (median of %d, %.0f to %.0f)",
                                values.size(),
                                values.getFirst(),
                                values.getLast());
    }
}
