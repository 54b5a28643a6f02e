package io.agw.reconciler.apply;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.problem.Position;
import io.agw.store.ConfigStore;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives a virtual key another text, beside which the one before may go on for a while. Thread-safe
/// as the store is.
final class Rotation {
    private static final String PREVIOUS = "previous";
    private static final String VALUE = "/value";
    private static final String KEY_HASH = "/key_hash";

    private final ConfigStore config;
    private final ObjectCodec codec;
    private final Supplier<Secret> keyTexts;

    Rotation(ConfigStore config, ObjectCodec codec, Supplier<Secret> keyTexts) {
        this.config = config;
        this.codec = codec;
        this.keyTexts = keyTexts;
    }

    /// Whether the text before still works: a second rotation would end it unseen.
    static boolean isUnderWay(AppliedObject key, Instant now) {
        var until = key.current().tree().path(PREVIOUS).path("until").asString("");
        return !until.isEmpty() && Instant.parse(until).isAfter(now);
    }

    /// The key with a text that nobody has seen yet.
    ///
    /// @param until when the present text ends; null: at once
    Declared rotated(AppliedObject key, @Nullable Instant until) {
        var tree = key.current().tree();
        var before = config.reveal(key.current()).secrets();
        var secrets = new TreeMap<String, SecretValue>();
        secrets.put(VALUE, new SecretValue.Given(null, keyTexts.get()));
        tree.remove(PREVIOUS);
        if (until != null) {
            tree.putObject(PREVIOUS).put("until", until.toString());
            var pointer = before.containsKey(VALUE) ? VALUE : KEY_HASH;
            secrets.put("/" + PREVIOUS + pointer, plain(before.get(pointer)));
        }
        return declared(key, new CanonicalObject(key.key(), tree, secrets));
    }

    /// The key without the text before.
    Declared retired(AppliedObject key) {
        var tree = key.current().tree();
        tree.remove(PREVIOUS);
        var secrets = new TreeMap<>(key.current().secrets());
        secrets.keySet().removeIf(pointer -> pointer.startsWith("/" + PREVIOUS + "/"));
        return declared(key, new CanonicalObject(key.key(), tree, secrets));
    }

    /// Without its reference: what that leads to is the next text, sooner or later.
    private static SecretValue plain(@Nullable SecretValue secret) {
        return secret instanceof SecretValue.Given(_, var text)
                ? new SecretValue.Given(null, text)
                : Objects.requireNonNull(secret, "a virtual key without text was applied");
    }

    private Declared declared(AppliedObject key, CanonicalObject changed) {
        var object = codec.object(changed);
        var origin = key.origin();
        return new Declared(
                object, codec.canonical(object), new Position(origin.file(), origin.line(), 0));
    }
}
