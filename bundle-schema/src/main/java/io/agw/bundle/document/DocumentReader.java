package io.agw.bundle.document;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.util.List;
import java.util.Optional;

/// Reads files into trees with positions. Stateless and thread-safe.
///
/// Whatever the bytes hold, the call returns within the deadline of its {@link ReadLimits} and says
/// in `problems` what was wrong; it throws nothing.
public final class DocumentReader {
    private final ReadLimits limits;

    public DocumentReader(ReadLimits limits) {
        this.limits = limits;
    }

    /// Every YAML 1.2 document of a file, in order. Empty documents are left out.
    ///
    /// A file that is not well-formed or exceeds a limit yields no document. A duplicate key and a
    /// key that is no string are reported, and the document is there without them, so that what
    /// else is wrong with it can be said as well.
    public List<Node> yaml(SourceFile file, Problems problems) {
        try {
            return new YamlDocuments(file, limits, problems).read();
        } catch (Unreadable e) {
            problems.add(e.problem());
        } catch (StackOverflowError _) {
            problems.add(tooDeep(file).problem());
        }
        return List.of();
    }

    /// The one JSON value of a file (an Admin API body), under the same limits. Empty when there is
    /// an error.
    public Optional<Node> json(SourceFile file, Problems problems) {
        int before = problems.errorCount();
        try {
            var node = new JsonDocument(file, limits, problems).read();
            return problems.errorCount() == before ? Optional.of(node) : Optional.empty();
        } catch (Unreadable e) {
            problems.add(e.problem());
        } catch (StackOverflowError _) {
            problems.add(tooDeep(file).problem());
        }
        return Optional.empty();
    }

    /// The last net: the trees are built without recursion, the engines below are not ours.
    private static Unreadable tooDeep(SourceFile file) {
        return new Unreadable(
                Code.LIMIT_EXCEEDED, Position.of(file.path()), "nested too deep to be read");
    }
}
