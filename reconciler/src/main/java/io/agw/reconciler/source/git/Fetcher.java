package io.agw.reconciler.source.git;

import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Brings the newest state of a source's ref into its cache: the difference when there is something
/// to add to, everything when there is nothing, or too much.
final class Fetcher {
    private final RepoCache cache;
    private boolean serverFilters = true;

    Fetcher(RepoCache cache) {
        this.cache = cache;
    }

    /// Whether the cache's ref leads to this commit already, with all that belongs to it. A damaged
    /// cache has nothing.
    boolean has(ObjectId commit) throws IOException {
        try (var repository = cache.open()) {
            return Remote.fetched(repository) != null && commitOf(repository).equals(commit);
        } catch (IOException _) {
            cache.drop();
            return false;
        }
    }

    /// @return the commit that the ref leads to now
    ObjectId fetch(Remote remote) throws IOException {
        if (isEmpty() || cache.isCrowded()) {
            return fetchAfresh(remote);
        }
        ObjectId commit;
        try (var repository = cache.open()) {
            transfer(remote, repository);
            commit = commitOf(repository);
        }
        return cache.isTooLarge() ? fetchAfresh(remote) : commit;
    }

    private boolean isEmpty() throws IOException {
        try (var repository = cache.open()) {
            return Remote.fetched(repository) == null;
        }
    }

    private ObjectId fetchAfresh(Remote remote) throws IOException {
        var isComplete = false;
        try {
            ObjectId commit;
            try (var repository = cache.openFresh()) {
                transfer(remote, repository);
                commit = commitOf(repository);
            }
            if (cache.isFreshTooLarge()) {
                cache.drop();
                throw new SourceFailure(
                        Reason.REPO_TOO_LARGE, "repository is larger than repo_bytes allows");
            }
            cache.useFresh();
            isComplete = true;
            return commit;
        } finally {
            if (!isComplete) {
                cache.dropFresh();
            }
        }
    }

    private void transfer(Remote remote, BoundedRepository repository) throws IOException {
        var stop = new Abandonment();
        if (serverFilters) {
            serverFilters = remote.fetch(repository, true, stop);
        }
        if (!serverFilters) {
            remote.fetch(repository, false, stop);
        }
    }

    private static ObjectId commitOf(Repository repository) throws IOException {
        var fetched = Remote.fetched(repository);
        if (fetched == null) {
            throw new SourceFailure(
                    Reason.REF_NOT_FOUND, "the ref disappeared while it was fetched");
        }
        return History.commit(repository, fetched).copy();
    }
}
