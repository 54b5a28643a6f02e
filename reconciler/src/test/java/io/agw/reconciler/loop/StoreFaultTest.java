package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.plan.AppliedObject;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.FakeSource;
import io.agw.reconciler.world.Faults;
import io.agw.reconciler.world.World;
import io.agw.store.Changeset;
import io.agw.store.StoreException;
import io.agw.store.sqlite.Raw;
import io.agw.store.sqlite.StoreSettings;
import io.agw.store.sqlite.WriteFaults;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A store that fails or moves, and restarts.
class StoreFaultTest extends WorldTest {
    /// Longer than any pause between attempts.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5).plusSeconds(1);

    /// What tells of attempts also when they write nothing else.
    private static final Set<String> WRITTEN_BESIDE = Set.of("source", "outbox");

    private final Faults faults = new Faults();

    @BeforeEach
    void wrapStore() {
        world.wrap(faults::around);
    }

    @Test
    void aFailedTransactionLeavesEverythingAndIsTriedAgain() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("a", "b"));
        faults.beforeCommit(() -> {
            throw new StoreException(StoreException.Reason.DISK_FULL, "disk is full", null);
        });

        world.poll();

        assertThat(world.events("prod")).contains("Failed");
        world.advance(Duration.ofSeconds(5));
        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
        assertThat(world.events("prod")).containsSubsequence("Failed", "Applied", "Recovered");
    }

    @Test
    void anApplyThatCannotBeStoredIsSaidToHaveFailed() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("b"));
        faults.beforeEveryCommit(() -> {
            throw new StoreException(StoreException.Reason.DISK_FULL, "disk is full", null);
        });

        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False ApplyFailed");
        assertThat(world.version()).isEqualTo(1);
        assertThat(world.serving().keys()).containsExactly("provider/a");
    }

    @Test
    void whateverRowCannotBeWrittenNothingIsAppliedAndTheNextAttemptSucceeds() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 100));
        var one = Bundles.providers("a: {base_url: 'http://1.example', api_key: '${KEY}'}", "b");
        var other = Bundles.providers("a: {base_url: 'http://2.example', api_key: '${KEY}'}", "c");
        var file = StoreSettings.in(folder).configDatabase();
        world.variables().put("KEY", "secret-0");
        source.push(one);
        world.start();
        WriteFaults.arm(file);
        int rows = 0;

        while (!isAppliedWithAFaultAfter(rows, () -> source.push(rowsOf(source, one, other)))) {
            WriteFaults.end(file);
            world.advance(LONGEST_WAIT);
            assertThat(world.ready("prod")).startsWith("True ");
            assertThat(world.serving().keys()).isEqualTo(world.stored());
            rows++;
        }

        assertThat(rows).as("rows that an apply writes").isGreaterThan(15);
        assertThat(world.store().audit().firstBroken()).isEmpty();
    }

    private static String rowsOf(FakeSource source, String one, String other) {
        return source.fetches() % 2 == 0 ? one : other;
    }

    private boolean isAppliedWithAFaultAfter(int rows, Runnable push) {
        var file = StoreSettings.in(folder).configDatabase();
        var before = Raw.dumpWithout(file, WRITTEN_BESIDE);
        var served = world.serving().keys();
        long version = world.version();
        world.variables().put("KEY", "secret-" + (rows + 1));
        push.run();
        WriteFaults.after(file, rows);

        world.advance(LONGEST_WAIT);

        if (world.version() > version) {
            return true;
        }
        assertThat(world.ready("prod")).isEqualTo("False ApplyFailed");
        assertThat(Raw.dumpWithout(file, WRITTEN_BESIDE))
                .as("fault after %d", rows)
                .isEqualTo(before);
        assertThat(world.serving().keys()).isEqualTo(served);
        return false;
    }

    @Test
    void aSuspensionEndsAlsoWhileTheStoreTakesNothing() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        var until = world.time().instant().plus(Duration.ofHours(1));
        world.desk("prod").suspend(World.BOB, "holiday", until);
        source.push(Bundles.providers("a", "b"));
        faults.beforeControl(() -> {
            throw new StoreException(StoreException.Reason.DISK_FULL, "disk is full", null);
        });

        world.advance(Duration.ofHours(1));
        world.advance(LONGEST_WAIT);

        assertThat(world.stored()).containsExactly("provider/a", "provider/b");
        assertThat(world.events("prod")).contains("Resumed");
        assertThat(world.status("prod").path("suspended").isMissingNode()).isTrue();
    }

    @Test
    void anActCountsWithItsAuditEntryOrNotAtAll() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        var file = StoreSettings.in(folder).configDatabase();
        var before = actions();
        WriteFaults.arm(file);
        int rows = 0;

        for (WriteFaults.after(file, rows); !isSuspended(); WriteFaults.after(file, rows)) {
            assertThat(actions()).as("fault after %d", rows).isEqualTo(before);
            assertThat(world.status("prod").has("suspended")).isFalse();
            rows++;
        }

        assertThat(rows).as("rows that an act writes").isEqualTo(2);
        WriteFaults.end(file);
        assertThat(actions()).contains("gitops.suspend");
        assertThat(world.status("prod").has("suspended")).isTrue();
        WriteFaults.after(file, 0);
        assertThat(world.desk("prod").resume(World.BOB)).isInstanceOf(Operated.Failed.class);
        WriteFaults.end(file);
        assertThat(world.status("prod").has("suspended")).isTrue();
        assertThat(actions()).doesNotContain("gitops.resume");
    }

    private boolean isSuspended() {
        var done = world.desk("prod").suspend(World.BOB, "incident", null);
        if (done instanceof Operated.Done) {
            return true;
        }
        assertThat(done).isInstanceOf(Operated.Failed.class);
        return false;
    }

    private List<String> actions() {
        return world.store().audit().list(0, 100).stream()
                .map(entry -> entry.draft().action())
                .toList();
    }

    @Test
    void aDefectInWhatIsToldOfAnAttemptDoesNotEndTheLoop() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("a", "b"));
        faults.beforeStatus(() -> {
            throw new IllegalStateException("a defect");
        });
        world.poll();
        source.push(Bundles.providers("a", "b", "c"));

        world.advance(LONGEST_WAIT);

        assertThat(world.stored()).containsExactly("provider/a", "provider/b", "provider/c");
        assertThat(world.ready("prod")).startsWith("True ");
    }

    @Test
    void aDefectInAMeterDoesNotEndTheLoop() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("a", "b"));
        world.metrics().fail(2);
        world.poll();
        source.push(Bundles.providers("a", "b", "c"));

        world.advance(LONGEST_WAIT);

        assertThat(world.stored()).containsExactly("provider/a", "provider/b", "provider/c");
        assertThat(world.ready("prod")).startsWith("True ");
    }

    @Test
    void whatChangesUnderEveryPlanIsSaidAndTriedAgain() {
        var source = world.source("prod");
        source.push(Bundles.providers("a: {base_url: 'http://1.example'}"));
        world.start();
        source.push(Bundles.providers("a: {base_url: 'http://2.example'}"));
        faults.beforeCommit(this::writeBehindAgain);

        world.poll();
        assertThat(world.ready("prod")).isEqualTo("False StalePlan");
        assertThat(baseUrl()).isEqualTo("http://1.example");

        faults.beforeCommit(() -> {});
        world.advance(LONGEST_WAIT);
        assertThat(world.ready("prod")).startsWith("True ");
        assertThat(baseUrl()).isEqualTo("http://2.example");
    }

    private void writeBehindAgain() {
        writeBehind();
        faults.beforeCommit(this::writeBehindAgain);
    }

    private String baseUrl() {
        return world.object(Kind.PROVIDER, "a").current().tree().path("base_url").asString("");
    }

    @Test
    void aWriteBetweenPlanAndCommitIsPlannedAgain() {
        var source = world.source("prod");
        source.push(Bundles.providers("a: {base_url: 'http://1.example'}"));
        world.start();
        source.push(Bundles.providers("a: {base_url: 'http://2.example'}"));
        faults.beforeCommit(this::writeBehind);

        world.poll();

        assertThat(world.ready("prod")).isEqualTo("True Applied");
        assertThat(baseUrl()).isEqualTo("http://2.example");
    }

    @Test
    void aReviewedPlanIsNotMadeAnew() {
        world.start();
        world.adminApply(Bundles.providers("a: {base_url: 'http://1.example'}"));
        var request = world.adminRequest(Bundles.providers("a: {base_url: 'http://2.example'}"));
        var planId = world.applier().plan(request).header().planId();
        writeBehind();

        var result = world.applier().apply(request.expecting(planId));

        assertThat(result).isInstanceOf(ApplyResult.Stale.class);
    }

    /// What another process on the same database would do.
    private void writeBehind() {
        AppliedObject applied = world.object(Kind.PROVIDER, "a");
        world.store()
                .config()
                .commit(
                        new Changeset(
                                List.of(
                                        new Changeset.Put(
                                                applied.current(),
                                                applied.owner(),
                                                applied.origin(),
                                                applied.resourceVersion(),
                                                null,
                                                true)),
                                null,
                                List.of(),
                                List.of()));
    }

    @Test
    void theLastGoodConfigurationServesAfterARestartWithGitDown() {
        var source = world.source("prod");
        var revision = source.push(Bundles.providers("a", "b"));
        world.start();
        source.fail(new SourceFailure(SourceFailure.Reason.GIT_OPERATION_FAILED, "refused", null));

        world.restart();

        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
        assertThat(source.resolves()).isEqualTo(1);
        world.advance(Duration.ofSeconds(2));
        assertThat(source.resolves()).isGreaterThan(1);
        assertThat(world.ready("prod")).isEqualTo("False GitOperationFailed");
        assertThat(world.status("prod").at("/lastApplied/revision").asString()).isEqualTo(revision);
    }
}
