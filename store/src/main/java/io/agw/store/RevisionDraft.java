package io.agw.store;

import io.agw.bundle.plan.Owner;
import java.time.Duration;
import java.util.Map;

/// One apply, as it is about to be logged.
///
/// @param owner whose objects were applied
/// @param actor who asked: `gitops:prod`, an admin's name, `agwctl`
/// @param trigger why: `poll`, `webhook`, `manual`, `drift`, `rollback`, `admin`
/// @param revision revision of the source, empty for an Admin API apply
/// @param digest `sha256:` digest of the bundle's canonical content
/// @param planJson the plan in its JSON form, secrets masked
/// @param counts changes by word: `create`, `update`, …
/// @param took time from fetch to commit
public record RevisionDraft(
        Owner owner,
        String actor,
        String trigger,
        String revision,
        String digest,
        String planJson,
        Map<String, Integer> counts,
        Duration took) {
    public RevisionDraft {
        counts = Map.copyOf(counts);
    }
}
