package io.agw.reconciler.source;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place that bundles come from. Calls of one source do not overlap; `close` may come at any time
/// and ends a call that is under way.
///
/// A source reads and never writes, never runs anything it reads, and keeps every byte outside its
/// path to itself.
public interface Source extends AutoCloseable {
    /// The source's id, which is also the owner of what it applies.
    Owner owner();

    /// Asks for the newest state, cheaply: one round trip, no content.
    ///
    /// @throws SourceFailure when the state cannot be had
    Head resolve();

    /// Fetches the files of a state.
    ///
    /// @param previous revision that was applied last, null when none: what history is compared
    ///   with
    /// @throws SourceFailure when they cannot be had or must not be used
    Content fetch(Head head, @Nullable String previous);

    /// Registers who is told, from any thread, that a look is worth while now. A source without
    /// means to know calls nobody.
    void onChange(Runnable listener);

    @Override
    void close();

    /// The newest state by name.
    ///
    /// @param revision `main@sha1:…` or `dir@sha256:…`; equal revisions mean equal content
    record Head(String revision) {}

    /// The files of a state.
    ///
    /// @param revision the state they are of
    /// @param digest `sha256:` over the sorted paths and contents; equal digests mean equal files
    /// @param files every bundle file under the source's path, sorted by path
    /// @param rewritten whether history was rewritten since `previous`; null when that cannot be
    ///   known
    record Content(
            String revision, String digest, List<SourceFile> files, @Nullable Boolean rewritten) {
        public Content {
            files = List.copyOf(files);
        }
    }
}
