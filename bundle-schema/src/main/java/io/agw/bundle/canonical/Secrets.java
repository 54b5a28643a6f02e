package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.model.SecretValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the secrets of an object that is being read come from: the document itself, or a store
/// that keeps them apart.
interface Secrets {
    /// The secret member at a path, or null when there is none.
    ///
    /// @param node what stands there in the document, or null
    @Nullable SecretValue member(@Nullable Node node, Path path);

    /// The secrets of a mapping with free keys.
    ///
    /// @param node what stands there in the document, or null
    Map<String, SecretValue> members(@Nullable Node node, Path path);
}
