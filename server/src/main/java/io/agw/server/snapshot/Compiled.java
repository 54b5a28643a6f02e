package io.agw.server.snapshot;

import io.agw.bundle.problem.Problem;
import java.util.List;

/// What became of a candidate configuration.
public sealed interface Compiled {
    /// It can serve.
    record Done(Snapshot snapshot) implements Compiled {}

    /// It cannot serve.
    record Faulty(List<Problem> problems) implements Compiled {
        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
