package io.agw.bundle;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.canonical.PartialBundle;
import io.agw.bundle.document.Node;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.reference.References;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gathers the documents of one bundle.
final class BundleReading {
    private final ObjectCodec codec;
    private final References references;
    private final Problems problems;
    private final SortedMap<ObjectKey, Declared> objects = new TreeMap<>();
    private final Set<ObjectKey> unread = new HashSet<>();
    private final Set<Kind> uncertain = EnumSet.noneOf(Kind.class);
    private final List<String> skipped = new ArrayList<>();

    BundleReading(ObjectCodec codec, References references, Problems problems) {
        this.codec = codec;
        this.references = references;
        this.problems = problems;
    }

    void document(Node document) {
        switch (Envelope.of(document)) {
            case Envelope.Bundle(var members) -> members.forEach(this::section);
            case Envelope.Foreign(var label) -> {
                skipped.add(label);
                problems.warning(
                        Code.FOREIGN_DOCUMENT,
                        document.at(),
                        label + " is not for the gateway and was skipped");
            }
            case Envelope.Wrong(var problem) -> {
                problems.add(problem);
                anythingMayBeMissing();
            }
        }
    }

    /// Something could not be read that may have held objects of any kind.
    void anythingMayBeMissing() {
        uncertain.addAll(EnumSet.allOf(Kind.class));
    }

    /// What could be read, whatever was wrong with the rest.
    PartialBundle read() {
        return new PartialBundle(objects, unread, uncertain);
    }

    Bundle finish() {
        return new Bundle(objects, skipped);
    }

    private void section(Node.Member section) {
        var kind = Sections.kind(section, problems);
        if (kind.isEmpty()) {
            anythingMayBeMissing();
            return;
        }
        if (isNull(section.value())) {
            return;
        }
        if (!(section.value() instanceof Node.Items(var nodes, _))) {
            problems.error(
                    Code.WRONG_TYPE,
                    section.value().at(),
                    section.name() + ": " + section.value().describe() + " (expected: a list)");
            uncertain.add(kind.get());
            return;
        }
        nodes.forEach(node -> object(kind.get(), node));
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() == Node.Scalar.Type.NULL;
    }

    private void object(Kind kind, Node node) {
        var resolved = references.resolve(node);
        codec.declared(kind, resolved, problems)
                .ifPresentOrElse(this::declare, () -> unread(kind, resolved));
    }

    private void unread(Kind kind, Node node) {
        codec.name(kind, node)
                .ifPresentOrElse(
                        id -> unread.add(new ObjectKey(kind, id)), () -> uncertain.add(kind));
    }

    private void declare(Declared declared) {
        var first = objects.putIfAbsent(declared.key(), declared);
        if (first != null) {
            duplicate(declared, first.position());
        }
    }

    private void duplicate(Declared declared, Position first) {
        problems.error(
                Code.DUPLICATE_ID,
                declared.position(),
                declared.key() + " is declared twice (expected: once in a bundle)",
                "first at " + first);
    }
}
