package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import org.jspecify.annotations.Nullable;

/// Words problems of values the same way everywhere: path, offending value, expectation.
final class Findings {
    private static final int LONGEST_SHOWN = 60;

    private final Problems problems;

    Findings(Problems problems) {
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    /// The node has the wrong type, or is an unresolved reference, whose own problems say more.
    void wrongType(Node node, Path path, String expected) {
        if (node instanceof Node.Unresolved unresolved) {
            problems.addAll(unresolved.problems());
            return;
        }
        boolean needsQuotes =
                expected.startsWith("a string")
                        && node instanceof Scalar scalar
                        && scalar.type() != Scalar.Type.NULL;
        problems.error(
                Code.WRONG_TYPE,
                node.at(),
                path + ": " + shown(node) + " (expected: " + expected + ")",
                needsQuotes ? "put quotes around it" : null);
    }

    void invalid(Node node, Path path, String expected) {
        invalid(node, path, expected, null);
    }

    void invalid(Node node, Path path, String expected, @Nullable String hint) {
        problems.error(
                Code.INVALID_VALUE,
                node.at(),
                path + ": " + shown(node) + " (expected: " + expected + ")",
                hint);
    }

    void wrongSize(Node node, Path path, String size, String expected) {
        problems.error(
                Code.INVALID_VALUE,
                node.at(),
                path + ": " + size + " (expected: " + expected + ")");
    }

    void missing(Position at, Path path, String expected) {
        problems.error(Code.REQUIRED, at, path + " is missing (expected: " + expected + ")");
    }

    void oldSpelling(Position at, String message, @Nullable String hint) {
        problems.warning(Code.OLD_SPELLING, at, message, hint);
    }

    /// The value as written, short; a resolved reference is shown as the reference.
    private static String shown(Node node) {
        if (!(node instanceof Scalar scalar) || scalar.type() == Scalar.Type.NULL) {
            return node.describe();
        }
        var written = scalar.written();
        var text = written == null ? scalar.text() : written;
        if (text.length() > LONGEST_SHOWN) {
            text = text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
        }
        return scalar.type() == Scalar.Type.STRING || written != null ? "\"" + text + "\"" : text;
    }
}
