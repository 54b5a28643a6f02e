package io.agw.bundle.document;

import io.agw.bundle.problem.Problems;
import java.util.List;
import java.util.Optional;

/// Reads files into trees with positions. Stateless and thread-safe.
///
/// Whatever the bytes hold, the call returns within the deadline of its {@link ReadLimits} and says
/// in `problems` what was wrong; it throws nothing.
public final class DocumentReader {
    public DocumentReader(ReadLimits limits) {}

    /// Every YAML 1.2 document of a file, in order. Empty documents are left out. A file with an
    /// error yields no document.
    public List<Node> yaml(SourceFile file, Problems problems) {
        return List.of();
    }

    /// The one JSON value of a file (an Admin API body), under the same limits. Empty when there is
    /// an error.
    public Optional<Node> json(SourceFile file, Problems problems) {
        return Optional.empty();
    }
}
