package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Code;
import io.agw.bundle.reference.References;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Secrets as a bundle or an Admin API body declares them.
final class DeclaredSecrets implements Secrets {
    private static final String EXPECTED = "a string, best a reference such as ${NAME}";
    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(key|token|secret|passw|credential|authorization|cookie|bearer).*");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern URL_WITHOUT_USER = Pattern.compile("[a-z0-9]+://[^@]*");

    private final Kind kind;
    private final String id;
    private final ObjectCodec.Input input;
    private final Findings findings;

    /// @param id the object's id as written, or empty
    DeclaredSecrets(Kind kind, String id, ObjectCodec.Input input, Findings findings) {
        this.kind = kind;
        this.id = id;
        this.input = input;
        this.findings = findings;
    }

    @Override
    public @Nullable SecretValue member(@Nullable Node node, Path path) {
        if (node == null || isNull(node)) {
            return null;
        }
        if (node instanceof Scalar scalar && isText(scalar) && scalar.text().isEmpty()) {
            return null;
        }
        return secret(node, path, false);
    }

    @Override
    public Map<String, SecretValue> members(@Nullable Node node, Path path) {
        if (node == null || isNull(node)) {
            return Map.of();
        }
        if (!(node instanceof Node.Members(var members, _))) {
            wrongType(node, path, "a mapping");
            return Map.of();
        }
        var secrets = new HashMap<String, SecretValue>();
        for (var member : members) {
            var secret = secret(member.value(), path.member(member.name()), true);
            if (secret != null) {
                secrets.put(member.name(), secret);
            }
        }
        return secrets;
    }

    private static boolean isNull(Node node) {
        return node instanceof Scalar scalar
                && scalar.type() == Scalar.Type.NULL
                && scalar.written() == null;
    }

    private static boolean isText(Scalar scalar) {
        return scalar.type() == Scalar.Type.STRING || scalar.written() != null;
    }

    /// @param freeKey whether the name was chosen by the author
    private @Nullable SecretValue secret(Node node, Path path, boolean freeKey) {
        if (node instanceof Node.Unresolved unresolved) {
            return unresolved(unresolved, path);
        }
        if (!(node instanceof Scalar scalar) || !isText(scalar)) {
            wrongType(node, path, EXPECTED);
            return null;
        }
        var written = scalar.written();
        if (written != null) {
            var reference = References.inClear(written);
            if (looksSecret(scalar.text(), path, freeKey)) {
                warnOfLiteralPart(written, reference, scalar, path);
            }
            return new SecretValue.Given(reference, new Secret(scalar.text()));
        }
        return literal(scalar, path, freeKey);
    }

    /// Does not show the value: it may be the secret itself.
    private void wrongType(Node node, Path path, String expected) {
        if (node instanceof Node.Unresolved unresolved) {
            findings.problems().addAll(unresolved.problems());
            return;
        }
        findings.problems()
                .error(
                        Code.WRONG_TYPE,
                        node.at(),
                        path + ": " + node.describe() + " (expected: " + expected + ")");
    }

    private @Nullable SecretValue unresolved(Node.Unresolved node, Path path) {
        if (isPlaceholder(node.written(), path)) {
            return new SecretValue.Unset(node.written());
        }
        findings.problems().addAll(node.problems());
        return null;
    }

    private @Nullable SecretValue literal(Scalar scalar, Path path, boolean freeKey) {
        var text = scalar.text();
        if (text.equals(Secret.MASK)) {
            return new SecretValue.Unset(placeholder(path));
        }
        if (input == ObjectCodec.Input.ADMIN_BODY && References.isIn(text)) {
            return unresolvable(scalar, path);
        }
        if (input == ObjectCodec.Input.BUNDLE && looksSecret(text, path, freeKey)) {
            literalSecret(scalar, path, "a literal secret (expected: a reference)");
        }
        return new SecretValue.Given(null, new Secret(text));
    }

    /// Nothing resolves references in an Admin API body, so only the placeholder has a meaning.
    private @Nullable SecretValue unresolvable(Scalar scalar, Path path) {
        if (isPlaceholder(scalar.text(), path)) {
            return new SecretValue.Unset(scalar.text());
        }
        findings.problems()
                .error(
                        Code.VARIABLE_NOT_SET,
                        scalar.at(),
                        path + ": a reference (expected: the secret itself)",
                        "references are resolved in bundles only; " + Secret.MASK + " keeps it");
        return null;
    }

    private boolean isPlaceholder(String reference, Path path) {
        return Placeholders.isOwn(reference, kind, id, path.pointer());
    }

    private String placeholder(Path path) {
        return Placeholders.reference(kind, id, path.pointer());
    }

    /// Free keys hold harmless values as well (`LOG_LEVEL: debug`), so there the name decides.
    private static boolean looksSecret(String text, Path path, boolean freeKey) {
        return !text.isEmpty()
                && (!freeKey || SECRET_NAME.matcher(path.segment()).matches())
                && !DIGEST.matcher(text).matches()
                && !URL_WITHOUT_USER.matcher(text).matches();
    }

    private void warnOfLiteralPart(
            String written, @Nullable String reference, Scalar scalar, Path path) {
        if (References.hasDefaultIn(written)) {
            literalSecret(scalar, path, "a literal default of a secret (expected: no default)");
        } else if (reference == null) {
            literalSecret(
                    scalar, path, "a secret that is literal in part (expected: references only)");
        }
    }

    private void literalSecret(Scalar scalar, Path path, String message) {
        findings.problems()
                .warning(
                        Code.LITERAL_SECRET,
                        scalar.at(),
                        path + ": " + message,
                        "write " + placeholder(path) + " and set that variable");
    }
}
