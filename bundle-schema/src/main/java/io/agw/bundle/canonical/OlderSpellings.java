package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.model.Kind;

/// Accepts documents in forms that older tools wrote, and turns them into today's.
final class OlderSpellings {
    private OlderSpellings() {}

    /// The object in today's spelling. Accepted older spellings are warnings; a setting that no
    /// longer means anything is an error.
    static Node.Members normalise(
            Kind kind, Node.Members object, ObjectCodec.Input input, Findings findings) {
        return object;
    }
}
