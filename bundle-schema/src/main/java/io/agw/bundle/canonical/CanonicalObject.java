package io.agw.bundle.canonical;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.SecretValue;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.ObjectNode;

/// One object in canonical form.
///
/// @param key kind and id
/// @param tree every member but the secrets, keys in the record's order; treat as immutable
/// @param secrets the secret members by JSON pointer into the object, for example `/api_key`
public record CanonicalObject(
        ObjectKey key, ObjectNode tree, SortedMap<String, SecretValue> secrets) {
    public CanonicalObject {
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    public CanonicalObject(ObjectKey key, ObjectNode tree, Map<String, SecretValue> secrets) {
        this(key, tree, new TreeMap<>(secrets));
    }

    /// This object with every secret replaced, for example by its stored form.
    public CanonicalObject mapSecrets(UnaryOperator<SecretValue> change) {
        var changed = new TreeMap<String, SecretValue>();
        secrets.forEach((pointer, secret) -> changed.put(pointer, change.apply(secret)));
        return new CanonicalObject(key, tree, changed);
    }

    /// The whole object as one tree of its own, with a text in the place of each secret.
    ///
    /// @param text from pointer and secret to what is to stand there, such as a mask
    public ObjectNode withSecrets(BiFunction<String, SecretValue, String> text) {
        var whole = tree.deepCopy();
        secrets.forEach((pointer, secret) -> {
            var place = JsonPointer.compile(pointer);
            var parent = Objects.requireNonNull(place.head());
            whole.withObject(parent)
                    .put(place.last().getMatchingProperty(), text.apply(pointer, secret));
        });
        return whole;
    }
}
