package io.agw.reconciler.status;

import io.agw.bundle.plan.Plan;
import io.agw.reconciler.source.CommitFacts;
import io.agw.store.Revision;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// How far a source has come, by the revisions at which it did.
///
/// @param fetched the newest state whose files were read
/// @param attempted the state that the last attempt was about
/// @param applied the state of the last apply that changed anything
/// @param synced the state that the gateway was last known to agree with: what history is compared
///   with, and what a rollback holds
public record Marks(
        @Nullable Fetched fetched,
        @Nullable Attempted attempted,
        @Nullable Applied applied,
        @Nullable Synced synced) {
    public static final Marks NONE = new Marks(null, null, null, null);

    public Marks with(Fetched newer) {
        return new Marks(newer, attempted, applied, synced);
    }

    public Marks with(Attempted newer) {
        return new Marks(fetched, newer, applied, synced);
    }

    public Marks with(Applied newer) {
        return new Marks(fetched, attempted, newer, synced);
    }

    public Marks with(Synced newer) {
        return new Marks(fetched, attempted, applied, newer);
    }

    /// @param digest of the files
    /// @param commit what the repository says about the revision, null for a directory
    public record Fetched(
            String revision, String digest, @Nullable CommitFacts commit, Instant at) {}

    /// @param revision empty when the attempt did not come to know one
    /// @param inputsDigest over everything that the outcome depends on, as far as it may be shown
    public record Attempted(String revision, String inputsDigest, Instant at, long attemptId) {}

    /// @param digest of the bundle's canonical content
    public record Applied(
            String revision,
            String digest,
            Instant at,
            String planId,
            Map<String, Integer> counts) {
        public Applied {
            counts = Map.copyOf(counts);
        }

        /// That a plan was carried out.
        public static Applied of(Plan plan, Instant at) {
            var header = plan.header();
            return new Applied(
                    header.targetRevision(),
                    header.targetDigest(),
                    at,
                    header.planId(),
                    plan.counts());
        }

        /// What the log of applies says of one.
        static Applied of(Revision logged) {
            var draft = logged.draft();
            var plan = JsonMapper.shared().readTree(draft.planJson());
            return new Applied(
                    draft.revision(),
                    draft.digest(),
                    logged.at(),
                    plan.path("planId").asString(""),
                    draft.counts());
        }
    }

    /// @param digest of the files
    /// @param inputsDigest of the attempt that got there
    /// @param rewritten whether history was rewritten on the way there
    public record Synced(
            String revision, String digest, String inputsDigest, Instant at, boolean rewritten) {
        /// The same state, as if no attempt had got there.
        public Synced unsettled() {
            return new Synced(revision, digest, "", at, rewritten);
        }
    }
}
