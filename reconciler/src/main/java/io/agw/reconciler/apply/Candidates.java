package io.agw.reconciler.apply;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.store.ConfigState;
import io.agw.store.ConfigStore;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes whole configurations with secrets in plain text, as the data plane serves from them.
///
/// Decrypting is what costs, so every stored object is read once for each version of it: a state of
/// ten thousand objects is not decrypted again because one of them changes. Not thread-safe; the
/// applier's lock guards it.
final class Candidates {
    private final ConfigStore config;
    private final ObjectCodec codec;
    private Map<ObjectKey, Revealed> revealed = Map.of();

    Candidates(ConfigStore config, ObjectCodec codec) {
        this.config = config;
        this.codec = codec;
    }

    /// The stored configuration.
    SortedMap<ObjectKey, BundleObject> of(ConfigState state) {
        var known = new HashMap<ObjectKey, Revealed>();
        var objects = new TreeMap<ObjectKey, BundleObject>();
        state.objects()
                .forEach((key, applied) -> {
                    var object = revealed(applied);
                    known.put(key, object);
                    objects.put(key, object.object());
                });
        revealed = known;
        return objects;
    }

    /// An object as it is about to be stored.
    BundleObject of(CanonicalObject target) {
        return codec.object(inPlainText(target));
    }

    /// Takes note of what a commit has made of a candidate, so that it need not be read back.
    void committed(ConfigState state, SortedMap<ObjectKey, BundleObject> candidate) {
        var known = new HashMap<ObjectKey, Revealed>();
        state.objects()
                .forEach((key, applied) -> {
                    var object = candidate.get(key);
                    if (object != null) {
                        known.put(key, new Revealed(applied.resourceVersion(), object));
                    }
                });
        revealed = known;
    }

    private Revealed revealed(AppliedObject applied) {
        var known = revealed.get(applied.key());
        return known != null && known.resourceVersion() == applied.resourceVersion()
                ? known
                : new Revealed(applied.resourceVersion(), of(applied.current()));
    }

    private CanonicalObject inPlainText(CanonicalObject object) {
        boolean stored =
                object.secrets().values().stream().anyMatch(SecretValue.Stored.class::isInstance);
        return stored ? config.reveal(object) : object;
    }

    /// @param resourceVersion version of the object that was decrypted
    private record Revealed(long resourceVersion, BundleObject object) {}
}
