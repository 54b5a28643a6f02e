package io.agw.reconciler.loop;

import io.agw.bundle.Loaded;

/// A state of a source, read.
///
/// @param revision the state
/// @param digest of its files
/// @param rewritten whether history was rewritten on the way to it
/// @param inputsDigest over everything that the outcome depends on, but for the variables' values,
///   which a digest would help to guess
/// @param loaded the bundle that its files make
/// @param variables what the bundle refers to
record Material(
        String revision,
        String digest,
        boolean rewritten,
        String inputsDigest,
        Loaded loaded,
        TrackedVariables variables) {
    /// The same files under another revision.
    Material at(String newer, boolean wasRewritten) {
        return new Material(newer, digest, wasRewritten, inputsDigest, loaded, variables);
    }
}
