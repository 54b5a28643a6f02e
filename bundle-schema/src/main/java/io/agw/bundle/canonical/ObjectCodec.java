package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.problem.Problems;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// Document tree ⇄ record ⇄ canonical form, driven by the records' own components. Stateless and
/// thread-safe; building one inspects every kind once.
public final class ObjectCodec {
    /// Reads one object of a bundle or of an Admin API body. Every problem of the object is
    /// reported; empty when there was an error. References must have been resolved.
    public Optional<BundleObject> read(Kind kind, Node node, Problems problems) {
        return Optional.empty();
    }

    /// The canonical form of an object.
    public CanonicalObject canonical(BundleObject object) {
        return new CanonicalObject(object.key(), JsonNodeFactory.instance.objectNode(), Map.of());
    }

    /// The object of a canonical form, as it comes from the store.
    ///
    /// @throws IllegalArgumentException when the tree does not fit its kind, which means that the
    ///   store was written by another version
    public BundleObject object(CanonicalObject canonical) {
        return read(
                        canonical.key().kind(),
                        new Node.Items(java.util.List.of(), io.agw.bundle.problem.Position.of("")),
                        new Problems())
                .orElseThrow();
    }
}
