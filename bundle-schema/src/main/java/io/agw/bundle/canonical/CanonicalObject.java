package io.agw.bundle.canonical;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.SecretValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
}
