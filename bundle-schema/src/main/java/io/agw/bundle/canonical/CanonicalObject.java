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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.ObjectNode;

/// One object in canonical form: a value, equal to another of the same content. Thread-safe.
///
/// Tens of thousands of them are planned, hashed and stored at once, and each is written as text
/// several times on that way; the text is made once.
public final class CanonicalObject {
    private final ObjectKey key;
    private final ObjectNode tree;
    private final SortedMap<String, SecretValue> secrets;
    private @Nullable String text;

    /// @param key kind and id
    /// @param tree every member but the secrets, keys in the record's order; copied
    /// @param secrets the secret members by JSON pointer into the object, for example `/api_key`
    public CanonicalObject(ObjectKey key, ObjectNode tree, Map<String, SecretValue> secrets) {
        this(key, tree.deepCopy(), secrets, null);
    }

    private CanonicalObject(
            ObjectKey key,
            ObjectNode tree,
            Map<String, SecretValue> secrets,
            @Nullable String text) {
        this.key = key;
        this.tree = tree;
        this.secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        this.text = text;
    }

    public ObjectKey key() {
        return key;
    }

    /// Every member but the secrets; not to be changed.
    public ObjectNode tree() {
        return tree;
    }

    /// The secret members by JSON pointer into the object.
    public SortedMap<String, SecretValue> secrets() {
        return secrets;
    }

    /// The tree as JSON. Two threads may both make it the first time; it is the same.
    public String text() {
        var made = text;
        if (made == null) {
            made = tree.toString();
            text = made;
        }
        return made;
    }

    /// This object with these secrets.
    public CanonicalObject with(Map<String, SecretValue> others) {
        return new CanonicalObject(key, tree, others, text);
    }

    /// This object with every secret replaced, for example by its stored form.
    public CanonicalObject mapSecrets(UnaryOperator<SecretValue> change) {
        var changed = new TreeMap<String, SecretValue>();
        secrets.forEach((pointer, secret) -> changed.put(pointer, change.apply(secret)));
        return with(changed);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CanonicalObject object
                        && key.equals(object.key)
                        && secrets.equals(object.secrets)
                        && tree.equals(object.tree));
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, tree, secrets);
    }

    @Override
    public String toString() {
        return "CanonicalObject[" + key + ", " + text() + ", " + secrets + "]";
    }
}
