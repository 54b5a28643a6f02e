package io.agw.bundle.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects problems while a document is worked through. Not thread-safe; one per piece of work.
///
/// The number kept is bounded so that a hostile document cannot fill the heap; what is beyond the
/// bound is counted in {@link #dropped()}.
public final class Problems {
    private static final int MOST_KEPT = 1_000;

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing((Problem p) -> p.position().file())
                    .thenComparingInt(p -> p.position().line())
                    .thenComparingInt(p -> p.position().column())
                    .thenComparing(p -> p.code().id())
                    .thenComparing(Problem::message);

    private final List<Problem> kept = new ArrayList<>();
    private int errors;
    private int dropped;

    public void error(Code code, Position position, String message) {
        error(code, position, message, null);
    }

    public void error(Code code, Position position, String message, @Nullable String hint) {
        add(new Problem(Severity.ERROR, code, position, message, hint));
    }

    public void warning(Code code, Position position, String message) {
        warning(code, position, message, null);
    }

    public void warning(Code code, Position position, String message, @Nullable String hint) {
        add(new Problem(Severity.WARNING, code, position, message, hint));
    }

    public void add(Problem problem) {
        if (problem.severity() == Severity.ERROR) {
            errors++;
        }
        if (kept.size() < MOST_KEPT) {
            kept.add(problem);
        } else {
            dropped++;
        }
    }

    public void addAll(Iterable<Problem> problems) {
        problems.forEach(this::add);
    }

    /// True once an error was added, kept or not.
    public boolean hasErrors() {
        return errors > 0;
    }

    /// Errors added so far, kept or not.
    public int errorCount() {
        return errors;
    }

    /// How many problems were counted but not kept.
    public int dropped() {
        return dropped;
    }

    /// What was kept, ordered by file, line and column, equal problems once.
    public List<Problem> sorted() {
        return kept.stream().distinct().sorted(BY_PLACE).toList();
    }
}
