package io.agw.reconciler.source;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.Owner;
import java.time.Duration;
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

    /// Asks for the newest state, cheaply: at most one round trip, no content.
    ///
    /// @param maxAge how old an answer may be that another source got for the same question; zero
    ///   when something happened just now that an older answer cannot know. A timer passes most of
    ///   its interval, so that sources which poll one repository share one question
    /// @throws SourceFailure when the state cannot be had
    Head resolve(Duration maxAge);

    /// Fetches the files of a state. Together with the `resolve` before it, it ends within the
    /// source's timeout.
    ///
    /// @param head what `resolve` answered; when the source moved on since, the newer state comes
    /// @param previous revision that was applied last, null when none: what history is compared
    ///   with
    /// @throws SourceFailure when they cannot be had or must not be used
    Content fetch(Head head, @Nullable String previous);

    /// Registers who is told, from any thread, that a look is worth while now. A source without
    /// means to know calls nobody. Called at most once.
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
    /// @param digest `sha256:` over the sorted paths and contents. Equal digests mean equal files,
    ///   so that a commit outside the source's path need not even be parsed; a directory and a
    ///   repository with the same files have the same digest
    /// @param files every bundle file under the source's path, sorted by path
    /// @param rewritten whether history was rewritten since `previous`; null when that cannot be
    ///   known
    /// @param commit what the repository says about the state, null for a directory
    record Content(
            String revision,
            String digest,
            List<SourceFile> files,
            @Nullable Boolean rewritten,
            @Nullable CommitFacts commit) {
        public Content {
            files = List.copyOf(files);
        }
    }
}
