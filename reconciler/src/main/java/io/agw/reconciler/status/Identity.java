package io.agw.reconciler.status;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which source a status is of, as people know it.
///
/// @param name the source's id
/// @param description further members such as `type`, `url`, `ref`, `path`; hold no credential
public record Identity(String name, Map<String, String> description) {
    public Identity {
        description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
    }
}
