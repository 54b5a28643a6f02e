package io.agw.reconciler.source.git;

import org.eclipse.jgit.lib.EmptyProgressMonitor;

/// Tells JGit to stop once the thread was interrupted: unpacking is pure computation and would not
/// notice by itself.
final class Abandonment extends EmptyProgressMonitor {
    private final Thread worker = Thread.currentThread();

    @Override
    public boolean isCancelled() {
        return worker.isInterrupted();
    }
}
