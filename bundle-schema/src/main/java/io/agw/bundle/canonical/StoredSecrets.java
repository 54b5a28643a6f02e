package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.model.SecretValue;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Secrets of a canonical object, kept apart from its tree by JSON pointer.
record StoredSecrets(SortedMap<String, SecretValue> byPointer) implements Secrets {
    @Override
    public @Nullable SecretValue member(@Nullable Node node, Path path) {
        return byPointer.get(path.pointer());
    }

    @Override
    public Map<String, SecretValue> members(@Nullable Node node, Path path) {
        var prefix = path.pointer() + "/";
        var secrets = new HashMap<String, SecretValue>();
        for (var entry : byPointer.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            var name = entry.getKey().substring(prefix.length());
            secrets.put(name.replace("~1", "/").replace("~0", "~"), entry.getValue());
        }
        return secrets;
    }
}
