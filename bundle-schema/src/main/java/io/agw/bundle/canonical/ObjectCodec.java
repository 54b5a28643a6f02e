package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.document.PlaceIndex;
import io.agw.bundle.document.Trees;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.RecordShape;
import io.agw.bundle.shape.Shapes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Document tree ⇄ record ⇄ canonical form, driven by the records' own components. Stateless and
/// thread-safe.
public final class ObjectCodec {
    private final Shapes shapes;
    private final DefaultValues defaults = new DefaultValues();

    /// Where a document comes from, which decides how strictly it is read.
    public enum Input {
        /// A bundle: references are resolved, server-managed members are dropped with a warning.
        BUNDLE,
        /// A body of the Admin API: no references but export placeholders, server-managed members
        /// are errors.
        ADMIN_BODY
    }

    public ObjectCodec() {
        this(Shapes.KINDS);
    }

    public ObjectCodec(Shapes shapes) {
        this.shapes = shapes;
        for (var kind : Kind.values()) {
            defaults.add(shapes.of(kind));
        }
    }

    /// The shapes that this codec goes by.
    public Shapes shapes() {
        return shapes;
    }

    /// Reads one object of a bundle. Every problem of the object is reported; empty when there was
    /// an error. References must have been resolved.
    public Optional<Declared> declared(Kind kind, Node node, Problems problems) {
        return reading(kind, node, Input.BUNDLE, problems)
                .map(read ->
                        new Declared(
                                read.object(), canonical(read.object()), node.at(), places(read)));
    }

    private static Declared.Places places(Read read) {
        var index = PlaceIndex.of(read.node());
        var moved = read.moved();
        if (moved.isEmpty()) {
            return index::at;
        }
        return pointer -> {
            var place = moved.get(pointer);
            return place == null ? index.at(pointer) : place;
        };
    }

    /// Reads one object of a bundle or of an Admin API body. Every problem of the object is
    /// reported; empty when there was an error.
    public Optional<BundleObject> read(Kind kind, Node node, Input input, Problems problems) {
        return reading(kind, node, input, problems).map(Read::object);
    }

    private Optional<Read> reading(Kind kind, Node node, Input input, Problems problems) {
        var findings = new Findings(problems);
        if (!(node instanceof Node.Members members)) {
            findings.wrongType(node, Path.OBJECT.member(kind.word()), "a mapping");
            return Optional.empty();
        }
        int before = problems.errorCount();
        var current = OlderSpellings.normalise(kind, members, input, findings);
        var secrets = new DeclaredSecrets(kind, id(kind, current), input, findings);
        var reading = new ObjectReading(secrets, defaults, findings);
        var object = reading.record(shapes.of(kind), current, Path.OBJECT);
        return object == null || problems.errorCount() != before
                ? Optional.empty()
                : Optional.of(new Read((BundleObject) object, current, reading.moved()));
    }

    /// An object, the tree that it was read from, in today's spelling, and what stands elsewhere
    /// there.
    private record Read(BundleObject object, Node node, Map<String, Position> moved) {}

    /// Reads a part of an object that has a record of its own and no secrets. Every problem is
    /// reported; empty when there was an error.
    ///
    /// @param name the part's name, which begins every path in a message
    public Optional<Object> readPart(
            RecordShape shape, Node.Members node, String name, Problems problems) {
        var partDefaults = new DefaultValues();
        partDefaults.add(shape);
        var secrets = new StoredSecrets(new TreeMap<>());
        var reading = new ObjectReading(secrets, partDefaults, new Findings(problems));
        return Optional.ofNullable(reading.record(shape, node, Path.OBJECT.member(name)));
    }

    /// The id of an object as it is written, whatever else is wrong with the object; empty where it
    /// does not say one, or is named by what it refers to.
    public Optional<String> name(Kind kind, Node node) {
        return node instanceof Node.Members members
                        && shapes.of(kind).fields().getFirst().refers().isEmpty()
                ? Optional.of(id(kind, members)).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    /// The id as written: a kind that can hold secrets begins with the member that names it.
    private String id(Kind kind, Node.Members members) {
        var name = shapes.of(kind).fields().getFirst().name();
        return members.get(name) instanceof Scalar scalar ? scalar.text().strip() : "";
    }

    /// The canonical form of an object.
    public CanonicalObject canonical(BundleObject object) {
        var writing = new ObjectWriting();
        var tree = writing.record(shapes.of(object.key().kind()), object, Path.OBJECT);
        return new CanonicalObject(object.key(), tree, writing.secrets());
    }

    /// The object of a canonical form, as it comes from the store.
    ///
    /// @throws IllegalArgumentException when the tree does not fit its kind, which means that the
    ///   store was written by another version
    public BundleObject object(CanonicalObject canonical) {
        var problems = new Problems();
        var key = canonical.key();
        var tree = Trees.node(canonical.tree(), Position.of(key.toString()));
        var reading =
                new ObjectReading(
                        new StoredSecrets(canonical.secrets()), defaults, new Findings(problems));
        var object =
                tree instanceof Node.Members members
                        ? reading.record(
                                shapes.of(key.kind()),
                                OlderSpellings.stored(key.kind(), members),
                                Path.OBJECT)
                        : null;
        if (object == null) {
            throw new IllegalArgumentException(key + ": " + problems.sorted());
        }
        return (BundleObject) object;
    }
}
