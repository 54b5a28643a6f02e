package io.agw.server.admin.api;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A small JSON body read strictly: one object, known members only.
///
/// @param members the object
public record Body(Node.Members members) {
    /// What problems call the body.
    public static final String NAME = "request body";

    /// Reads the body of a call; a body that is absent counts as `{}`.
    ///
    /// @throws AdminError when it is not such an object
    public static Body of(Call call, DocumentReader documents, Accepts.Members accepts) {
        if (call.received().body().length == 0) {
            return new Body(new Node.Members(List.of(), Position.of(NAME)));
        }
        var problems = new Problems();
        var node =
                documents.json(new SourceFile(NAME, call.received().body()), problems).orElse(null);
        if (problems.hasErrors()) {
            throw AdminError.invalid(problems.sorted());
        }
        if (!(node instanceof Node.Members members)) {
            throw AdminError.invalid(NAME + " (expected: a JSON object)");
        }
        var known = accepts.names();
        for (var member : members.members()) {
            if (!known.contains(member.name())) {
                throw AdminError.invalid(
                        member.at()
                                + ": \""
                                + member.name()
                                + "\" (expected: one of "
                                + known.stream().sorted().toList()
                                + ")");
            }
        }
        return new Body(members);
    }

    /// A string member, null when absent.
    ///
    /// @throws AdminError when it is no string
    public @Nullable String text(String name) {
        return switch (members.get(name)) {
            case null -> null;
            case Node.Scalar scalar when scalar.type() == Node.Scalar.Type.STRING -> scalar.text();
            case Node.Scalar scalar when scalar.type() == Node.Scalar.Type.NULL -> null;
            case Node other ->
                    throw AdminError.invalid(
                            name + ": " + other.describe() + " (expected: a string)");
        };
    }

    /// A string member, empty when absent.
    public String textOrEmpty(String name) {
        var value = text(name);
        return value == null ? "" : value;
    }

    /// A string member that must be there and not be blank.
    public String required(String name) {
        var value = text(name);
        if (value == null || value.isBlank()) {
            throw AdminError.invalid(name + " is missing (expected: a string)");
        }
        return value;
    }

    /// A boolean member, false when absent.
    public boolean flag(String name) {
        return switch (members.get(name)) {
            case null -> false;
            case Node.Scalar scalar when scalar.type() == Node.Scalar.Type.BOOLEAN ->
                    scalar.text().equals("true");
            case Node other ->
                    throw AdminError.invalid(
                            name + ": " + other.describe() + " (expected: a boolean)");
        };
    }

    /// A whole number, null when absent.
    ///
    /// @throws AdminError when it is none
    public @Nullable Long number(String name) {
        return switch (members.get(name)) {
            case null -> null;
            case Node.Scalar scalar
                    when scalar.type() == Node.Scalar.Type.INTEGER
                            && scalar.text().matches("[0-9]{1,18}") ->
                    Long.valueOf(scalar.text());
            case Node other ->
                    throw AdminError.invalid(
                            name + ": " + other.describe() + " (expected: a whole number)");
        };
    }
}
