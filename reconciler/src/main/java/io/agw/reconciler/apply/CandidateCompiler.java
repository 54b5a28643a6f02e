package io.agw.reconciler.apply;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Problem;
import java.util.List;
import java.util.SortedMap;

/// Turns a whole candidate configuration into what the data plane serves from. The server
/// implements it; a candidate that cannot be compiled is never committed.
public interface CandidateCompiler {
    /// Compiles without publishing. Pure but for memory; secrets of the objects are in plain text.
    ///
    /// @param version store version that the snapshot will carry
    Candidate compile(long version, SortedMap<ObjectKey, BundleObject> objects);

    /// What became of a candidate.
    sealed interface Candidate {
        /// Compiled; `publish` makes it the serving snapshot by one reference write.
        record Ready(Runnable publish) implements Candidate {}

        /// Cannot be compiled.
        record Rejected(List<Problem> problems) implements Candidate {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }
}
