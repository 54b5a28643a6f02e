package io.agw.bundle.shape;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.Refers.Wildcard;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One member of a {@link RecordShape}.
///
/// @param name the member's name in documents, snake_case
/// @param doc what the member means, or empty
/// @param type what it may hold
/// @param presence what its absence means
/// @param defaultValue the value of an absent member, when `presence` is `DEFAULTED`
/// @param refers the kinds of which the text, or each element, names an object; empty: of none
/// @param wildcard which texts stand for many of them, and then name none
/// @param identifier whether the text follows the id grammar
/// @param kept whether the gateway keeps the stored value when the member is absent
/// @param keptUnless the member whose presence ends that, or empty
/// @param made whether the gateway makes a value where none is stored either
public record FieldShape(
        String name,
        String doc,
        FieldType type,
        Presence presence,
        @Nullable JsonNode defaultValue,
        List<Kind> refers,
        Wildcard wildcard,
        boolean identifier,
        boolean kept,
        String keptUnless,
        boolean made) {
    /// What the absence of a member means.
    public enum Presence {
        /// A problem.
        REQUIRED,
        /// Nothing is said; the record holds null.
        OPTIONAL,
        /// The default value.
        DEFAULTED,
        /// An empty list or map.
        EMPTY,
        /// The member is made from the other members.
        DERIVED
    }

    public FieldShape {
        refers = List.copyOf(refers);
    }

    /// Whether a document must have the member.
    public boolean required() {
        return presence == Presence.REQUIRED;
    }

    /// The default as JSON, when there is one.
    public Optional<JsonNode> defaultJson() {
        return Optional.ofNullable(defaultValue);
    }
}
