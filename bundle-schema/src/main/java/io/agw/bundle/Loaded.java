package io.agw.bundle;

import io.agw.bundle.problem.Problem;
import java.util.List;

/// What became of the files of a bundle.
public sealed interface Loaded {
    /// Every problem found, sorted by place.
    List<Problem> problems();

    /// The bundle is usable; `problems` holds warnings only.
    record Valid(Bundle bundle, List<Problem> problems) implements Loaded {
        public Valid {
            problems = List.copyOf(problems);
        }
    }

    /// The bundle is not usable.
    record Invalid(List<Problem> problems) implements Loaded {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
