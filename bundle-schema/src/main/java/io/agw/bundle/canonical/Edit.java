package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.document.Trees;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A mapping while it is brought into today's spelling. Members keep their places, so that problems
/// found later point at what the author wrote.
final class Edit {
    private final LinkedHashMap<String, Node.Member> members = new LinkedHashMap<>();
    private final Path path;
    private final Position at;
    private final Findings findings;

    Edit(Node.Members mapping, Path path, Findings findings) {
        mapping.members().forEach(member -> members.put(member.name(), member));
        this.path = path;
        this.at = mapping.at();
        this.findings = findings;
    }

    Node.Members done() {
        return new Node.Members(List.copyOf(members.values()), at);
    }

    Findings findings() {
        return findings;
    }

    /// Where a member stands in the object.
    Path path(String name) {
        return path.member(name);
    }

    @Nullable Node get(String name) {
        var member = members.get(name);
        return member == null ? null : member.value();
    }

    /// The text under a name, stripped; empty when there is none.
    String text(String name) {
        return get(name) instanceof Scalar scalar && Absence.isText(scalar)
                ? scalar.text().strip()
                : "";
    }

    Node.@Nullable Member remove(String name) {
        return members.remove(name);
    }

    void put(String name, Node value, Position place) {
        members.put(name, new Node.Member(name, value, place));
    }

    /// Whether the member is missing, or there without saying anything.
    boolean saysNothing(String name) {
        var value = get(name);
        return value == null || saysNothing(value);
    }

    /// Whether a value is null, false, empty text, or an empty list or mapping.
    static boolean saysNothing(Node value) {
        return switch (value) {
            case Scalar scalar ->
                    scalar.type() == Scalar.Type.NULL
                            || (scalar.type() == Scalar.Type.STRING && scalar.text().isBlank())
                            || (scalar.type() == Scalar.Type.BOOLEAN && !Trees.bool(scalar));
            case Node.Items items -> items.nodes().isEmpty();
            case Node.Members mapping -> mapping.members().isEmpty();
            case Node.Unresolved _ -> false;
        };
    }

    /// Moves an older name's value under today's name.
    void rename(String older, String name) {
        var member = remove(older);
        if (member == null || isShadowed(member, name)) {
            return;
        }
        findings.oldSpelling(member.at(), path(older) + " is an older spelling", "write " + name);
        put(name, member.value(), member.at());
    }

    private boolean isShadowed(Node.Member older, String name) {
        if (saysNothing(name)) {
            return false;
        }
        findings.problems()
                .error(
                        Code.INVALID_VALUE,
                        older.at(),
                        path(older.name())
                                + " stands beside "
                                + name
                                + " (expected: only "
                                + name
                                + ")");
        return true;
    }

    /// Drops a member that means nothing any more, as long as it says nothing.
    ///
    /// @param instead what to write in its place
    void refuseInert(String name, String instead) {
        var member = remove(name);
        if (member == null) {
            return;
        }
        if (saysNothing(member.value())) {
            findings.oldSpelling(member.at(), path(name) + " is no longer used", "leave it out");
            return;
        }
        findings.problems()
                .error(
                        Code.INERT_SETTING,
                        member.at(),
                        path(name) + " has no effect (expected: not set)",
                        instead);
    }

    /// Drops a member whose one possible value goes without saying.
    void dropFixed(String name, String value) {
        var member = remove(name);
        if (member == null || saysNothing(member.value())) {
            return;
        }
        if (member.value() instanceof Scalar scalar && scalar.text().equals(value)) {
            findings.problems()
                    .warning(
                            Code.SERVER_MANAGED,
                            member.at(),
                            path(name) + " goes without saying",
                            "leave it out");
            return;
        }
        findings.invalid(member.value(), path(name), value + ", or no " + name + " at all");
    }

    /// Edits the mapping under a name, when there is one.
    void within(String name, Consumer<Edit> change) {
        replace(name, value -> edited(value, path(name), change));
    }

    /// Edits every mapping of the list under a name, when there is one.
    void withinEach(String name, Consumer<Edit> change) {
        eachItem(name, (item, place) -> edited(item, place, change));
    }

    /// Changes every element of the list under a name, when there is one.
    void eachItem(String name, ItemChange change) {
        replace(
                name,
                value -> {
                    if (!(value instanceof Node.Items(var nodes, var place))) {
                        return value;
                    }
                    var changed = new ArrayList<Node>(nodes.size());
                    for (int i = 0; i < nodes.size(); i++) {
                        changed.add(change.apply(nodes.get(i), path(name).item(i)));
                    }
                    return new Node.Items(changed, place);
                });
    }

    /// What becomes of an element of a list.
    @FunctionalInterface
    interface ItemChange {
        Node apply(Node item, Path place);
    }

    private Node edited(Node value, Path place, Consumer<Edit> change) {
        if (!(value instanceof Node.Members mapping)) {
            return value;
        }
        var inner = new Edit(mapping, place, findings);
        change.accept(inner);
        return inner.done();
    }

    private void replace(String name, UnaryOperator<Node> change) {
        members.computeIfPresent(
                name, (_, m) -> new Node.Member(name, change.apply(m.value()), m.at()));
    }
}
