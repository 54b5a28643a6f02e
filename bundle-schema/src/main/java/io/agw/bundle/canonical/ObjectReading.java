package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The reading of one object: tree to record by shape. A value that cannot be read is reported and
/// becomes null, so that everything else is still looked at.
final class ObjectReading {
    private final Secrets secrets;
    private final Findings findings;
    private final ScalarReading scalars;
    private final DefaultValues defaults;
    private final Map<String, Position> moved = new HashMap<>();

    ObjectReading(Secrets secrets, DefaultValues defaults, Findings findings) {
        this.defaults = defaults;
        this.secrets = secrets;
        this.findings = findings;
        this.scalars = new ScalarReading(findings);
    }

    /// Where elements of lists without order stand whose index in the object is not the one in the
    /// document, by JSON pointer into the object.
    Map<String, Position> moved() {
        return moved;
    }

    /// The record, or null when anything in it was wrong.
    @Nullable Object record(RecordShape shape, Node.Members members, Path path) {
        return record(shape, members, path, null);
    }

    /// @param tag a member that is known besides those of the shape, or null
    private @Nullable Object record(
            RecordShape shape, Node.Members members, Path path, @Nullable String tag) {
        int before = findings.problems().errorCount();
        var present = new @Nullable Node[shape.fields().size()];
        for (var member : members.members()) {
            int index = shape.indexOf(member.name());
            if (index >= 0) {
                present[index] = member.value();
            } else if (!member.name().equals(tag)) {
                unknown(shape, member, path);
            }
        }
        var values = new ArrayList<@Nullable Object>(present.length);
        for (int i = 0; i < present.length; i++) {
            var field = shape.fields().get(i);
            values.add(field(field, present[i], members.at(), path.member(field.name())));
        }
        return findings.problems().errorCount() == before ? shape.create(values) : null;
    }

    private void unknown(RecordShape shape, Node.Member member, Path path) {
        findings.problems()
                .error(
                        Code.UNKNOWN_FIELD,
                        member.at(),
                        path.member(member.name()) + ": unknown field",
                        Hints.forField(member.name(), shape.names()));
    }

    private @Nullable Object field(
            FieldShape field, @Nullable Node node, Position parent, Path path) {
        if (field.type() instanceof FieldType.SecretText) {
            var secret = secrets.member(node, path);
            return secret == null ? absent(field, node, parent, path) : secret;
        }
        if (field.type() instanceof FieldType.MapOf(FieldType.SecretText _, _, _)) {
            return secrets.members(node, path);
        }
        return node == null || Absence.isAbsent(field, node)
                ? absent(field, node, parent, path)
                : value(field, field.type(), node, path);
    }

    private @Nullable Object absent(
            FieldShape field, @Nullable Node node, Position parent, Path path) {
        return switch (field.presence()) {
            case OPTIONAL -> null;
            case DEFAULTED -> defaults.of(field);
            case EMPTY -> field.type() instanceof FieldType.MapOf ? Map.of() : List.of();
            case REQUIRED, DERIVED -> {
                if (!(node instanceof Node.Unresolved) && !wasRefused(field, node)) {
                    var at = node == null ? parent : node.at();
                    findings.missing(at, path, Expected.of(field.type()));
                }
                yield null;
            }
        };
    }

    /// A required secret that is there but could not be read has been reported already.
    private static boolean wasRefused(FieldShape field, @Nullable Node node) {
        return field.type() instanceof FieldType.SecretText
                && node != null
                && !Absence.isAbsent(field, node);
    }

    @Nullable Object value(FieldShape field, FieldType type, Node node, Path path) {
        return switch (type) {
            case FieldType.Text text -> scalars.text(field, text, node, path);
            case FieldType.Bool _ -> scalars.bool(node, path);
            case FieldType.Int integer -> scalars.integer(integer, node, path);
            case FieldType.Real real -> scalars.real(real, node, path);
            case FieldType.DurationText _ -> scalars.duration(node, path);
            case FieldType.Timestamp _ -> scalars.timestamp(node, path);
            case FieldType.Choice choice -> scalars.choice(choice, node, path);
            case FieldType.Spelled(var spelling) -> scalars.spelled(spelling, node, path);
            case FieldType.ListOf list -> list(field, list, node, path);
            case FieldType.MapOf map -> map(field, map, node, path);
            case FieldType.Nested(var shape) -> nested(shape, node, path);
            case FieldType.Union union -> union(union, node, path);
            case FieldType.SecretText _ -> secrets.member(node, path);
            case FieldType.Free _ -> scalars.free(node, path);
        };
    }

    private @Nullable Object nested(RecordShape shape, Node node, Path path) {
        if (node instanceof Node.Members members) {
            return record(shape, members, path);
        }
        findings.wrongType(node, path, "a mapping");
        return null;
    }

    private @Nullable Object union(FieldType.Union union, Node node, Path path) {
        if (!(node instanceof Node.Members members)) {
            findings.wrongType(node, path, "a mapping");
            return null;
        }
        var words = Expected.oneOf(union.words());
        var tagPath = path.member(union.tag());
        var tag = members.get(union.tag());
        if (tag == null) {
            findings.missing(node.at(), tagPath, words);
            return null;
        }
        if (!(tag instanceof Scalar(var text, _, _, _, _))) {
            findings.wrongType(tag, tagPath, words);
            return null;
        }
        var shape = union.cases().get(text);
        if (shape == null) {
            findings.invalid(tag, tagPath, words, Hints.forWord(tagPath, text, union.words()));
            return null;
        }
        return record(shape, members, path, union.tag());
    }

    private @Nullable Object list(FieldShape field, FieldType.ListOf type, Node node, Path path) {
        if (!(node instanceof Node.Items(var nodes, _))) {
            findings.wrongType(node, path, "a list");
            return null;
        }
        var size = new FieldType.Int(type.min(), type.max(), true);
        if (nodes.size() < type.min() || nodes.size() > type.max()) {
            findings.wrongSize(node, path, nodes.size() + " elements", Expected.range(size));
        }
        var values = new ArrayList<Object>();
        var first = new HashMap<Object, Position>();
        for (int i = 0; i < nodes.size(); i++) {
            var value = value(field, type.element(), nodes.get(i), path.item(i));
            if (value != null) {
                values.add(value);
                first.putIfAbsent(value, nodes.get(i).at());
            }
        }
        return type.unordered() ? sorted(values, first, path) : values;
    }

    /// Each value once, in the one order.
    ///
    /// @param first where each value stands first
    private List<Object> sorted(List<Object> values, Map<Object, Position> first, Path path) {
        var placed = new ArrayList<>(first.entrySet());
        placed.sort(Map.Entry.comparingByKey(Unordered.ORDER));
        var sorted = new ArrayList<Object>();
        placed.forEach(entry -> sorted.add(entry.getKey()));
        if (!sorted.equals(values)) {
            for (int i = 0; i < placed.size(); i++) {
                moved.put(path.item(i).pointer(), placed.get(i).getValue());
            }
        }
        return sorted;
    }

    private @Nullable Object map(FieldShape field, FieldType.MapOf type, Node node, Path path) {
        if (!(node instanceof Node.Members(var members, _))) {
            findings.wrongType(node, path, "a mapping");
            return null;
        }
        var size = new FieldType.Int(type.min(), type.max(), true);
        if (members.size() < type.min() || members.size() > type.max()) {
            findings.wrongSize(node, path, members.size() + " members", Expected.range(size));
        }
        var values = new LinkedHashMap<String, Object>();
        for (var member : members) {
            var value = value(field, type.value(), member.value(), path.member(member.name()));
            if (value != null) {
                values.put(member.name(), value);
            }
        }
        return values;
    }
}
