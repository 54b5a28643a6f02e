package io.agw.server.admin.views;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import java.util.List;

/// Who can be paused.
enum SubjectKind {
    AGENT(Kind.AGENT, HolderType.AGENT, "an agent"),
    VIRTUAL_KEY(Kind.VIRTUAL_KEY, HolderType.VIRTUAL_KEY, "a virtual key");

    private final Kind kind;
    private final HolderType type;
    private final String words;

    SubjectKind(Kind kind, HolderType type, String words) {
        this.kind = kind;
        this.type = type;
        this.words = words;
    }

    ObjectKey key(String id) {
        return new ObjectKey(kind, id);
    }

    Kind kind() {
        return kind;
    }

    Holder holder(String id) {
        return new Holder(type, id);
    }

    /// One of them in a sentence.
    String words() {
        return words;
    }

    /// The collections in which they are found, the current one first.
    List<String> paths() {
        return switch (this) {
            case AGENT -> List.of("/admin/agents", "/api/agents");
            case VIRTUAL_KEY -> List.of("/admin/virtual_keys");
        };
    }
}
