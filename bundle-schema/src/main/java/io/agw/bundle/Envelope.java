package io.agw.bundle;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import java.util.List;

/// What a document says it is.
sealed interface Envelope {
    String GROUP = "gateway.agw/";
    String API_VERSION = GROUP + "v1alpha1";
    String KIND = "GatewayBundle";

    /// A bundle document.
    ///
    /// @param sections every member but `apiVersion` and `kind`
    record Bundle(List<Node.Member> sections) implements Envelope {}

    /// A document of another tool, as `file:line apiVersion kind`.
    record Foreign(String label) implements Envelope {}

    /// Neither.
    record Wrong(Problem problem) implements Envelope {}

    static Envelope of(Node document) {
        var expected = "(expected: apiVersion " + API_VERSION + " and kind " + KIND + ")";
        if (!(document instanceof Node.Members members)) {
            return wrong(document.at(), "document is " + document.describe() + " " + expected);
        }
        if (!(members.get("apiVersion") instanceof Scalar version)) {
            return wrong(document.at(), "apiVersion is missing " + expected);
        }
        var kind = members.get("kind") instanceof Scalar scalar ? scalar.text() : "";
        if (!version.text().startsWith(GROUP)) {
            var at = document.at();
            return new Foreign(
                    at.file()
                            + ":"
                            + at.line()
                            + " "
                            + version.text()
                            + (" " + kind).stripTrailing());
        }
        if (!version.text().equals(API_VERSION)) {
            return wrong(version.at(), "apiVersion: " + version.text() + " " + expected);
        }
        if (!kind.equals(KIND)) {
            return wrong(
                    members.members().getFirst().at(),
                    "kind: " + (kind.isEmpty() ? "missing" : kind) + " " + expected);
        }
        return new Bundle(
                members.members().stream()
                        .filter(m -> !m.name().equals("apiVersion") && !m.name().equals("kind"))
                        .toList());
    }

    private static Wrong wrong(Position at, String message) {
        return new Wrong(new Problem(Severity.ERROR, Code.ENVELOPE, at, message, null));
    }
}
