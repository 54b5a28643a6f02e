package io.agw.bundle.canonical;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldShape.Presence;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import io.agw.bundle.shape.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Objects of any kind with any content that their shapes allow, for property tests. Rules across
/// members and objects are not kept.
public final class GeneratedObjects {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_ELEMENTS = 3;

    private final Shapes shapes;
    private final Arbitrary<SecretValue> secrets;

    private GeneratedObjects(Arbitrary<SecretValue> secrets) {
        this.shapes = Shapes.KINDS;
        this.secrets = secrets;
    }

    /// Objects whose secrets are in any state.
    public static GeneratedObjects withAnySecrets() {
        return new GeneratedObjects(
                Arbitraries.oneOf(
                        given(),
                        name().map(name -> new SecretValue.Unset("${" + name + "}")),
                        Arbitraries.of("0a1b", "ffff")
                                .map(digest -> new SecretValue.Stored("${A}", digest)),
                        Arbitraries.of("00", "11")
                                .map(digest -> new SecretValue.Stored(null, digest))));
    }

    /// Objects whose secrets are all known.
    public static GeneratedObjects withGivenSecrets() {
        return new GeneratedObjects(given());
    }

    private static Arbitrary<SecretValue> given() {
        return text().map(text -> new SecretValue.Given(null, new Secret(text)));
    }

    /// Objects of one kind.
    public Arbitrary<BundleObject> of(Kind kind) {
        return record(shapes.of(kind)).map(BundleObject.class::cast);
    }

    /// Objects of every kind.
    public Arbitrary<BundleObject> any() {
        return Arbitraries.of(Kind.values()).flatMap(this::of);
    }

    private Arbitrary<Object> record(RecordShape shape) {
        var fields = new ArrayList<Arbitrary<List<@Nullable Object>>>();
        for (var field : shape.fields()) {
            fields.add(field(field));
        }
        return Combinators.combine(fields)
                .as(boxes -> {
                    var values = new ArrayList<@Nullable Object>();
                    boxes.forEach(values::addAll);
                    return shape.create(values);
                });
    }

    /// The field's value in a list, which can hold null.
    private Arbitrary<List<@Nullable Object>> field(FieldShape field) {
        var some =
                value(field, field.type())
                        .map(value -> {
                            List<@Nullable Object> box = new ArrayList<>();
                            box.add(value);
                            return box;
                        });
        if (field.presence() != Presence.OPTIONAL) {
            return some;
        }
        List<@Nullable Object> none = new ArrayList<>();
        none.add(null);
        return Arbitraries.oneOf(some, Arbitraries.just(none));
    }

    private Arbitrary<Object> value(FieldShape field, FieldType type) {
        return switch (type) {
            case FieldType.Text(var form) -> text(field, form).asGeneric();
            case FieldType.Bool _ -> Arbitraries.of(true, false).asGeneric();
            case FieldType.Int integer -> integer(integer);
            case FieldType.Real real -> number(real).asGeneric();
            case FieldType.DurationText _ ->
                    Arbitraries.longs().between(0, Long.MAX_VALUE).map(Duration::ofNanos);
            case FieldType.Timestamp _ ->
                    Arbitraries.longs().between(1, 4_000_000_000_000L).map(Instant::ofEpochMilli);
            case FieldType.Choice choice ->
                    Arbitraries.of(List.copyOf(choice.words().values())).asGeneric();
            case FieldType.Spelled(var spelling) ->
                    Arbitraries.of(spelling.examples())
                            .map(text -> spelling.read().apply(text).orElseThrow());
            case FieldType.ListOf list -> list(field, list);
            case FieldType.MapOf map ->
                    Arbitraries.maps(name(), value(field, map.value()))
                            .ofMaxSize(MOST_ELEMENTS)
                            .asGeneric();
            case FieldType.Nested(var shape) -> record(shape);
            case FieldType.Union union ->
                    Arbitraries.of(List.copyOf(union.cases().values())).flatMap(this::record);
            case FieldType.SecretText _ -> secrets.asGeneric();
            case FieldType.Free _ -> json().asGeneric();
        };
    }

    private static Arbitrary<Double> number(FieldType.Real type) {
        double least = Math.max(type.min(), 0);
        double greatest = Math.min(type.max(), 1e6);
        return Arbitraries.doubles().between(least, greatest);
    }

    private static Arbitrary<Object> integer(FieldType.Int type) {
        var values = Arbitraries.longs().between(type.min(), type.max());
        return type.wide() ? values.asGeneric() : values.map(Long::intValue);
    }

    private Arbitrary<Object> list(FieldShape field, FieldType.ListOf type) {
        var elements = value(field, type.element()).list();
        // An empty list in place of a default one is the default one.
        long least = field.presence() == Presence.DEFAULTED ? 1 : type.min();
        var sized = elements.ofMinSize((int) Math.max(0, least)).ofMaxSize(MOST_ELEMENTS);
        return type.unordered()
                ? sized.map(list -> list.stream().distinct().sorted(Unordered.ORDER).toList())
                : sized.asGeneric();
    }

    private static Arbitrary<String> text(FieldShape field, FieldType.@Nullable Form form) {
        if (form != null) {
            return Arbitraries.of("/a", "/b?c=d", "acme").filter(form::isMetBy);
        }
        return field.identifier() || !field.refers().isEmpty() ? name() : text();
    }

    private static Arbitrary<String> name() {
        return Arbitraries.of("a", "B2", "p.q", "x:y@z", "long-er_name", "0");
    }

    private static Arbitrary<String> text() {
        return Arbitraries.of(
                "t",
                "two words",
                "ünï 😀",
                "yes",
                "null",
                "1",
                "${A}",
                "$${A}",
                "a: b #c",
                "\"q\"",
                "l1\nl2");
    }

    private static Arbitrary<JsonNode> json() {
        return Arbitraries.of(
                JSON.stringNode("s"),
                JSON.booleanNode(true),
                JSON.numberNode(7),
                JSON.numberNode(1L << 40),
                JSON.numberNode(1.5),
                JSON.nullNode(),
                JSON.arrayNode().add(1).add("x"),
                JSON.objectNode()
                        .put("z", 1)
                        .put("a", "b")
                        .set("n", JSON.objectNode().put("k", 2)));
    }

    /// The canonical tree with every secret in its place, as a document would hold it.
    static JsonNode document(CanonicalObject canonical) {
        var tree = canonical.tree().deepCopy();
        canonical
                .secrets()
                .forEach((pointer, secret) -> {
                    if (secret instanceof SecretValue.Given(_, var text)) {
                        int end = pointer.lastIndexOf('/');
                        var parent = tree.at(pointer.substring(0, end)).asObject();
                        var name = pointer.substring(end + 1);
                        parent.put(name.replace("~1", "/").replace("~0", "~"), text.reveal());
                    }
                });
        return tree;
    }
}
