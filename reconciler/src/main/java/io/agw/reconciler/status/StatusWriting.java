package io.agw.reconciler.status;

import io.agw.bundle.problem.report.ProblemReports;
import io.agw.reconciler.source.CommitFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The status object, written member by member. What is not known is left out.
final class StatusWriting {
    static final String API_VERSION = "gitops.agw/v1";

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ObjectNode status;

    StatusWriting(Identity identity, long generation) {
        root.put("apiVersion", API_VERSION);
        root.put("kind", "GitOpsSourceStatus");
        root.put("name", identity.name());
        identity.description().forEach(root::put);
        root.put("generation", generation);
        status = root.putObject("status");
        status.put("observedGeneration", generation);
    }

    ObjectNode root() {
        return root;
    }

    void state(Phase phase, Collection<Condition> conditions) {
        status.put("phase", phase.word());
        var list = status.putArray("conditions");
        for (var condition : conditions) {
            list.addObject()
                    .put("type", condition.about().word())
                    .put("status", condition.state().word())
                    .put("reason", condition.reason())
                    .put("message", condition.message())
                    .put("observedGeneration", condition.generation())
                    .put("lastTransitionTime", time(condition.since()));
        }
    }

    void control(Control control, Instant now) {
        control.suspendedAt(now)
                .ifPresent(
                        suspension -> ControlJson.write(suspension, status.putObject("suspended")));
        if (!control.holds().isEmpty()) {
            var held = status.putArray("held");
            control.holds().forEach(hold -> ControlJson.write(hold, held.addObject()));
        }
    }

    void marks(Marks marks) {
        var fetched = marks.fetched();
        if (fetched != null) {
            var node = mark("lastFetched", fetched.revision(), fetched.at());
            node.put("digest", fetched.digest());
            commit(fetched.commit(), node);
        }
        var attempted = marks.attempted();
        if (attempted != null) {
            mark("lastAttempted", attempted.revision(), attempted.at())
                    .put("inputsDigest", attempted.inputsDigest())
                    .put("attemptId", attempted.attemptId());
        }
        var applied = marks.applied();
        if (applied != null) {
            var node = mark("lastApplied", applied.revision(), applied.at());
            node.put("digest", applied.digest()).put("planId", applied.planId());
            var counts = node.putObject("counts");
            applied.counts().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(count -> counts.put(count.getKey(), count.getValue()));
        }
        var synced = marks.synced();
        if (synced != null) {
            mark("lastSynced", synced.revision(), synced.at())
                    .put("digest", synced.digest())
                    .put("inputsDigest", synced.inputsDigest())
                    .put("rewritten", synced.rewritten());
        }
        status.put("historyRewritten", synced != null && synced.rewritten());
    }

    /// RFC 3339 in UTC to the millisecond, as everywhere in the Admin API.
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void commit(@Nullable CommitFacts commit, ObjectNode fetched) {
        if (commit != null) {
            fetched.put("treeId", commit.tree())
                    .putObject("commit")
                    .put("id", commit.id())
                    .put("author", commit.author())
                    .put("committer", commit.committer())
                    .put("subject", commit.subject())
                    .put("committedAt", time(commit.committed()));
        }
    }

    private ObjectNode mark(String name, String revision, Instant at) {
        return status.putObject(name).put("revision", revision).put("at", time(at));
    }

    void findings(Findings findings) {
        var pending = findings.pending();
        if (pending != null) {
            var node = status.putObject("pendingPlan").put("planId", pending.planId());
            var guards = node.putArray("guards");
            for (var guard : pending.guards()) {
                guards.addObject()
                        .put("code", guard.code())
                        .put("limit", guard.limit())
                        .put("actual", guard.actual())
                        .put("approvable", guard.approvable());
            }
        }
        if (!findings.problems().isEmpty()) {
            status.set("problems", ProblemReports.json(findings.problems()));
        }
        if (!findings.skipped().isEmpty()) {
            var skipped = status.putArray("skipped");
            findings.skipped().forEach(skipped::add);
        }
        var inventory = findings.inventory();
        var node = status.putObject("inventory").put("count", inventory.count());
        if (!inventory.digest().isEmpty()) {
            node.put("digest", inventory.digest());
        }
        if (!inventory.orphans().isEmpty()) {
            var orphans = node.putArray("orphans");
            inventory.orphans().forEach(orphans::add);
        }
    }

    void failures(Failures failures) {
        var node = status.putObject("failures").put("consecutive", failures.consecutive());
        var since = failures.since();
        if (since != null) {
            node.put("since", time(since));
            node.put("reason", failures.reason());
            node.put("alike", failures.alike());
        }
    }

    void schedule(String lastHandledRequest, @Nullable Instant nextAttemptAt) {
        if (!lastHandledRequest.isEmpty()) {
            status.put("lastHandledReconcileRequest", lastHandledRequest);
        }
        if (nextAttemptAt != null) {
            status.put("nextAttemptAt", time(nextAttemptAt));
        }
    }
}
