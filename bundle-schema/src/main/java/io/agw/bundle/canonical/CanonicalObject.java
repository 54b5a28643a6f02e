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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One object in canonical form: a value, equal to another of the same content. Immutable.
///
/// Tens of thousands of them are applied, planned and hashed at once. What is kept of each is its
/// JSON text; the tree is made of it for whoever asks.
public final class CanonicalObject {
    private final ObjectKey key;
    private final String text;
    private final SortedMap<String, SecretValue> secrets;

    /// @param key kind and id
    /// @param tree every member but the secrets, keys in the record's order
    /// @param secrets the secret members by JSON pointer into the object, for example `/api_key`
    public CanonicalObject(ObjectKey key, ObjectNode tree, Map<String, SecretValue> secrets) {
        this(key, tree.toString(), secrets);
    }

    private CanonicalObject(ObjectKey key, String text, Map<String, SecretValue> secrets) {
        this.key = key;
        this.text = text;
        this.secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    public ObjectKey key() {
        return key;
    }

    /// Every member but the secrets, as a new tree.
    public ObjectNode tree() {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    /// The secret members by JSON pointer into the object.
    public SortedMap<String, SecretValue> secrets() {
        return secrets;
    }

    /// Every member but the secrets, as JSON.
    public String text() {
        return text;
    }

    /// Whether everything but the secrets is equal.
    public boolean hasContentOf(CanonicalObject other) {
        return text.equals(other.text) || tree().equals(other.tree());
    }

    /// This object with these secrets.
    public CanonicalObject with(Map<String, SecretValue> others) {
        return new CanonicalObject(key, text, others);
    }

    /// This object with every secret replaced, for example by its stored form.
    public CanonicalObject mapSecrets(UnaryOperator<SecretValue> change) {
        var changed = new TreeMap<String, SecretValue>();
        secrets.forEach((pointer, secret) -> changed.put(pointer, change.apply(secret)));
        return with(changed);
    }

    /// The whole object as one tree, with a text in the place of each secret.
    ///
    /// @param text from pointer and secret to what is to stand there, such as a mask
    public ObjectNode withSecrets(BiFunction<String, SecretValue, String> text) {
        var whole = tree();
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
                        && hasContentOf(object));
    }

    /// Without the text, as the order of its members does not count.
    @Override
    public int hashCode() {
        return Objects.hash(key, secrets);
    }

    @Override
    public String toString() {
        return "CanonicalObject[" + key + ", " + text + ", " + secrets + "]";
    }
}
