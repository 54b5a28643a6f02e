package io.agw.bundle.reference;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.reference.Template.Part;
import io.agw.bundle.reference.Variables.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Resolves the references in a tree: `${NAME}`, `${NAME:-default}`, `${file:PATH}`; `$${` is a
/// literal `${`. One pass: what a reference yields is not looked at again. Thread-safe when its
/// {@link Variables} are.
public final class References {
    private static final String GRAMMAR = "${NAME}, ${NAME:-default} or ${file:PATH}";

    private static final Pattern SCHEME = Pattern.compile("(?i)(basic|bearer|digest|token) +");

    private final Variables variables;

    public References(Variables variables) {
        this.variables = variables;
    }

    /// The tree with every reference in its string values resolved; keys are left alone. What
    /// cannot be resolved stands there as {@link Node.Unresolved} with its problems, for the reader
    /// of the value to decide.
    ///
    /// An unquoted value that is exactly one reference is typed by its new text, so that
    /// `max_instances: ${N}` is a number; every other value stays a string.
    public Node resolve(Node node) {
        return isMentionedIn(node) ? resolved(node) : node;
    }

    private static boolean isMentionedIn(Node node) {
        return switch (node) {
            case Scalar scalar -> scalar.text().contains("${");
            case Node.Unresolved _ -> true;
            case Node.Items(var nodes, _) -> isMentionedInAny(nodes);
            case Node.Members(var members, _) -> isMentionedInMembers(members);
        };
    }

    /// Loops, because every value of every bundle passes here.
    private static boolean isMentionedInAny(List<Node> nodes) {
        for (var node : nodes) {
            if (isMentionedIn(node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMentionedInMembers(List<Node.Member> members) {
        for (var member : members) {
            if (isMentionedIn(member.value())) {
                return true;
            }
        }
        return false;
    }

    private Node resolved(Node node) {
        return switch (node) {
            case Scalar scalar -> scalar(scalar);
            case Node.Unresolved unresolved -> unresolved;
            case Node.Items(var nodes, var at) ->
                    new Node.Items(nodes.stream().map(this::resolved).toList(), at);
            case Node.Members(var members, var at) ->
                    new Node.Members(members.stream().map(this::member).toList(), at);
        };
    }

    private Node.Member member(Node.Member member) {
        return new Node.Member(member.name(), resolved(member.value()), member.at());
    }

    /// Whether a text holds a well-formed reference.
    public static boolean isIn(String text) {
        return text.contains("${") && Template.parse(text).hasReferences();
    }

    /// Whether a text holds a reference with a default that is not empty, which stands in the
    /// bundle in clear.
    public static boolean hasDefaultIn(String text) {
        return Template.parse(text).parts().stream()
                .anyMatch(part ->
                        part instanceof Part.Variable(_, var fallback)
                                && fallback != null
                                && !fallback.isEmpty());
    }

    /// The text of a secret with references, as it may be kept in clear, or null when it may not:
    /// what stands beside the references is part of the secret, but for the name of an HTTP
    /// authentication scheme before them. A default is left out, since it may be the secret.
    public static @Nullable String inClear(String text) {
        var parts = Template.parse(text).parts();
        var first = parts.isEmpty() ? null : parts.getFirst();
        boolean scheme = first instanceof Part.Literal(var word) && SCHEME.matcher(word).matches();
        if (parts.stream().skip(scheme ? 1 : 0).anyMatch(Part.Literal.class::isInstance)) {
            return null;
        }
        return hasDefaultIn(text)
                ? parts.stream().map(References::withoutDefault).collect(Collectors.joining())
                : text;
    }

    private static String withoutDefault(Part part) {
        return switch (part) {
            case Part.Literal(var text) -> escape(text);
            case Part.Variable(var name, _) -> "${" + name + "}";
            case Part.FileText(var path) -> "${file:" + path + "}";
        };
    }

    /// A text as it must be written so that reading it gives the text back.
    public static String escape(String text) {
        return text.replace("${", "$${");
    }

    private Node scalar(Scalar scalar) {
        if (scalar.type() != Scalar.Type.STRING || !scalar.text().contains("${")) {
            return scalar;
        }
        var template = Template.parse(scalar.text());
        if (template.malformedAt() > 0) {
            return new Node.Unresolved(
                    scalar.text(), List.of(malformed(template, scalar.at())), scalar.at());
        }
        var problems = new ArrayList<Problem>();
        var text = new StringBuilder();
        for (var part : template.parts()) {
            text.append(text(part, scalar.at(), problems));
        }
        if (!problems.isEmpty()) {
            return new Node.Unresolved(scalar.text(), problems, scalar.at());
        }
        return withText(scalar, template, text.toString());
    }

    private static Scalar withText(Scalar scalar, Template template, String text) {
        if (!template.hasReferences()) {
            return Scalar.quoted(text, scalar.at());
        }
        var type =
                scalar.plain() && template.isOneReference()
                        ? Scalar.plain(text, scalar.at()).type()
                        : Scalar.Type.STRING;
        return new Scalar(text, type, scalar.plain(), scalar.text(), scalar.at());
    }

    private String text(Part part, Position at, List<Problem> problems) {
        return switch (part) {
            case Part.Literal(var text) -> text;
            case Part.Variable(var name, var fallback) -> variable(name, fallback, at, problems);
            case Part.FileText(var path) ->
                    found(variables.file(path), "${file:" + path + "}", at, problems);
        };
    }

    private String variable(
            String name, @Nullable String fallback, Position at, List<Problem> problems) {
        var lookup = Reserved.isReserved(name) ? Reserved.forbidden() : variables.variable(name);
        boolean empty = lookup instanceof Lookup.Found(var text) && text.isEmpty();
        if (fallback != null && (lookup instanceof Lookup.NotSet || empty)) {
            return fallback;
        }
        return found(lookup, "${" + name + "}", at, problems);
    }

    private static String found(
            Lookup lookup, String reference, Position at, List<Problem> problems) {
        switch (lookup) {
            case Lookup.Found(var text) -> {
                return text;
            }
            case Lookup.NotSet _ ->
                    problems.add(
                            error(
                                    Code.VARIABLE_NOT_SET,
                                    at,
                                    reference + " is not set (expected: a value)",
                                    "set it where the bundle is read, or give it a default"));
            case Lookup.Forbidden(var reason) ->
                    problems.add(
                            error(
                                    Code.VARIABLE_FORBIDDEN,
                                    at,
                                    reference + " is not allowed here: " + reason,
                                    null));
        }
        return "";
    }

    /// Does not quote the text: it may be a literal secret that happens to hold `${`.
    private static Problem malformed(Template template, Position at) {
        return error(
                Code.BAD_REFERENCE,
                at,
                "malformed reference at character %d (expected: %s)"
                        .formatted(template.malformedAt(), GRAMMAR),
                "write $${ for a literal ${");
    }

    private static Problem error(Code code, Position at, String message, @Nullable String hint) {
        return new Problem(Severity.ERROR, code, at, message, hint);
    }
}
