package io.agw.reconciler.loop;

import io.agw.bundle.Bundle;
import io.agw.bundle.Loaded;
import io.agw.reconciler.source.CommitFacts;
import io.agw.reconciler.source.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state of a source, read.
///
/// @param revision the state
/// @param digest of its files
/// @param rewritten whether history was rewritten on the way to it
/// @param inputsDigest over everything that the outcome depends on, but for the variables' values,
///   which a digest would help to guess
/// @param loaded the bundle that its files make
/// @param variables what the bundle refers to
/// @param commit what the repository says about it, null for a directory
/// @param fetchedAt when its files were read
record Material(
        String revision,
        String digest,
        boolean rewritten,
        String inputsDigest,
        Loaded loaded,
        TrackedVariables variables,
        @Nullable CommitFacts commit,
        Instant fetchedAt) {
    /// The same files under another revision.
    Material at(Source.Content newer, Instant at) {
        return new Material(
                newer.revision(),
                digest,
                Boolean.TRUE.equals(newer.rewritten()),
                inputsDigest,
                loaded,
                variables,
                newer.commit(),
                at);
    }

    /// Documents of other tools among its files.
    List<String> skipped() {
        return loaded instanceof Loaded.Valid(Bundle bundle, _) ? bundle.skipped() : List.of();
    }
}
