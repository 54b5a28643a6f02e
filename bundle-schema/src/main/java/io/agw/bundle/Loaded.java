package io.agw.bundle;

import io.agw.bundle.canonical.PartialBundle;
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
    ///
    /// @param rest what could be read all the same
    record Invalid(PartialBundle rest, List<Problem> problems) implements Loaded {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
