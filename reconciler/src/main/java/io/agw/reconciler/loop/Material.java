package io.agw.reconciler.loop;

import io.agw.bundle.Bundle;
import io.agw.bundle.Loaded;
import java.time.Instant;
import java.util.List;

/// A state of a source, read.
///
/// @param revision the state
/// @param digest of its files
/// @param rewritten whether history was rewritten on the way to it
/// @param inputsDigest over everything that the outcome depends on, but for the variables' values,
///   which a digest would help to guess
/// @param loaded the bundle that its files make
/// @param variables what the bundle refers to
/// @param fetchedAt when its files were read
record Material(
        String revision,
        String digest,
        boolean rewritten,
        String inputsDigest,
        Loaded loaded,
        TrackedVariables variables,
        Instant fetchedAt) {
    /// The same files under another revision.
    Material at(String newer, boolean wasRewritten, Instant at) {
        return new Material(newer, digest, wasRewritten, inputsDigest, loaded, variables, at);
    }

    /// Documents of other tools among its files.
    List<String> skipped() {
        return loaded instanceof Loaded.Valid(Bundle bundle, _) ? bundle.skipped() : List.of();
    }
}
