package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// A secret member of a bundle object, in one of three states of knowledge.
///
/// `reference` is the text as it stood in the bundle (`${OPENAI_API_KEY}`), or null when the bundle
/// held the secret itself or a part of it. It is what an export, a rollback and a drift check go
/// by, and it is kept in clear.
public sealed interface SecretValue {
    @Nullable String reference();

    /// Known here in plain text: a resolved reference, or a literal.
    record Given(@Nullable String reference, Secret text) implements SecretValue {}

    /// A reference that nothing here resolves. Applied to a gateway that holds a value it means
    /// "keep"; on a fresh gateway it is a problem.
    record Unset(String reference) implements SecretValue {}

    /// Stored, known here only by its keyed digest.
    ///
    /// @param digest lower-case hex of the keyed hash; equal digests mean equal secrets
    record Stored(@Nullable String reference, String digest) implements SecretValue {}
}
