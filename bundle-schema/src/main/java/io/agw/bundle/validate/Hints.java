package io.agw.bundle.validate;

import io.agw.bundle.problem.Nearest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Guesses at what was meant.
final class Hints {
    private Hints() {}

    static @Nullable String nearest(String written, Collection<String> known) {
        return Nearest.to(written, known).map(word -> "did you mean " + word + "?").orElse(null);
    }
}
