package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What operators decide, and that neither commits nor restarts undo it.
class OperatorTest extends WorldTest {
    @Test
    void whatDeletesTooMuchIsBlockedAsAWholeUntilItIsApproved() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 20));
        source.push(Bundles.providers("a", "b", "c", "d"));
        world.start();

        source.push(Bundles.providers("a", "new"));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False PruneLimitExceeded");
        assertThat(world.stored())
                .containsExactly("provider/a", "provider/b", "provider/c", "provider/d");
        assertThat(world.version()).isEqualTo(1);
        var planId = world.status("prod").at("/pendingPlan/planId").asString();
        assertThat(world.condition("prod", "Blocked").path("message").asString())
                .contains("agwctl gitops approve " + planId);
        assertThat(world.metrics().standing().pendingDeletes()).isEqualTo(3);

        assertThat(world.desk("prod").approve(World.BOB, planId, "looked at it"))
                .isEqualTo(new Operated.Done());
        world.time().settle();

        assertThat(world.stored()).containsExactly("provider/a", "provider/new");
        assertThat(world.ready("prod")).isEqualTo("True Applied");
        assertThat(world.status("prod").path("pendingPlan").isMissingNode()).isTrue();
    }

    @Test
    void anApprovalIsOfOnePlanOnly() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 20));
        source.push(Bundles.providers("a", "b", "c", "d"));
        world.start();
        source.push(Bundles.providers("a"));
        world.poll();
        var planId = world.status("prod").at("/pendingPlan/planId").asString();

        assertThat(world.desk("prod").approve(World.BOB, "p-other", ""))
                .isEqualTo(new Operated.Unknown("p-other"));
        source.push(Bundles.providers("b"));
        world.desk("prod").approve(World.BOB, planId, "");
        world.time().settle();

        assertThat(world.stored()).hasSize(4);
        assertThat(world.status("prod").at("/pendingPlan/planId").asString()).isNotEqualTo(planId);
    }

    @Test
    void anApprovalSurvivesARestart() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 20));
        source.push(Bundles.providers("a", "b", "c", "d"));
        world.start();
        source.push(Bundles.providers("a"));
        world.poll();
        var planId = world.status("prod").at("/pendingPlan/planId").asString();

        world.desk("prod").approve(World.BOB, planId, "");
        world.restart();
        world.advance(Duration.ofSeconds(1));

        assertThat(world.stored()).containsExactly("provider/a");
    }

    @Test
    void aRejectedPlanIsSaidToBeOneAndDoesNotWaitAnyMore() {
        var source =
                world.source(
                        "prod", policy -> Policies.approving(policy, SourcePolicy.Approval.ALL));
        source.push(Bundles.providers("a"));
        world.start();
        assertThat(world.ready("prod")).isEqualTo("False ApprovalRequired");
        var planId = world.status("prod").at("/pendingPlan/planId").asString();

        world.desk("prod").reject(World.BOB, planId, "too early");
        world.time().settle();

        assertThat(world.ready("prod")).isEqualTo("False Rejected");
        assertThat(world.condition("prod", "Ready").get("message").asString())
                .isEqualTo("plan " + planId + " was rejected by bob: too early");
        assertThat(world.status("prod").path("pendingPlan").isMissingNode()).isTrue();
        assertThat(world.stored()).isEmpty();
        world.poll();
        assertThat(world.events("prod").stream().filter("Blocked"::equals)).hasSize(1);
    }

    @Test
    void onlyDeletesNeedApprovalWhenThatIsSet() {
        var source =
                world.source(
                        "prod",
                        policy ->
                                Policies.approving(
                                        Policies.pruning(policy, new PruneCaps(10, 100, false)),
                                        SourcePolicy.Approval.DELETES));
        source.push(Bundles.providers("a", "b"));
        world.start();
        assertThat(world.ready("prod")).isEqualTo("True Applied");

        source.push(Bundles.providers("a"));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False ApprovalRequired");
    }

    @Test
    void aRewrittenHistoryIsFollowedAndReported() {
        var source = world.source("prod");
        var before = source.push(Bundles.providers("a"));
        world.start();

        var after = source.forcePush(Bundles.providers("b"));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("True Applied");
        assertThat(world.condition("prod", "HistoryRewritten").path("status").asString())
                .isEqualTo("True");
        assertThat(world.status("prod").get("historyRewritten").asBoolean()).isTrue();
        var event =
                world.store().outbox().after(0, 100).stream()
                        .filter(e -> e.draft().type().equals("HistoryRewritten"))
                        .findFirst()
                        .orElseThrow();
        assertThat(event.draft().dataJson()).contains(before, after);

        world.restart();
        world.advance(Duration.ofSeconds(2));
        assertThat(world.status("prod").get("historyRewritten").asBoolean()).isTrue();
        source.push(Bundles.providers("b", "c"));
        world.poll();
        assertThat(world.status("prod").get("historyRewritten").asBoolean()).isFalse();
    }

    @Test
    void aRewrittenHistoryIsHeldUntilItIsApproved() {
        var source = world.source("prod", Policies::holdingRewrites);
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("a", "b"));
        world.poll();
        assertThat(world.ready("prod")).isEqualTo("True Applied");

        source.forcePush(Bundles.providers("a: {base_url: 'http://x'}"));
        world.poll();
        assertThat(world.ready("prod")).isEqualTo("False HistoryRewritten");
        assertThat(world.version()).isEqualTo(2);

        var planId = world.status("prod").at("/pendingPlan/planId").asString();
        world.desk("prod").approve(World.BOB, planId, "we squashed");
        world.time().settle();
        assertThat(world.ready("prod")).isEqualTo("True Applied");
        assertThat(world.version()).isEqualTo(3);
    }

    @Test
    void whileSuspendedNothingIsAppliedAndReconcileIsRefused() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        world.desk("prod").suspend(World.BOB, "incident 7", null);

        source.push(Bundles.providers("a", "b"));
        source.announce();
        world.reconciler().hookCalled("prod");
        for (int i = 0; i < 5; i++) {
            world.poll();
        }

        assertThat(world.stored()).containsExactly("provider/a");
        assertThat(world.desk("prod").reconcile(World.BOB, false))
                .isEqualTo(new Operated.Suspended("incident 7", "bob"));
        var suspended = world.status("prod").get("suspended");
        assertThat(suspended.get("reason").asString()).isEqualTo("incident 7");
        assertThat(suspended.get("actor").asString()).isEqualTo("bob");
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Suspended");
        assertThat(world.status("prod").path("nextAttemptAt").isMissingNode()).isTrue();

        world.desk("prod").resume(World.BOB);
        world.time().settle();
        assertThat(world.stored()).containsExactly("provider/a", "provider/b");
        assertThat(world.events("prod")).contains("Suspended", "Resumed");
    }

    @Test
    void theGaugesFollowASuspensionAtOnceAndAfterARestart() {
        world.source("prod").push(Bundles.providers("a"));
        world.start();
        assertThat(world.metrics().standing().suspended()).isFalse();
        assertThat(world.metrics().standing().nextAttempt()).isAfter(world.time().instant());

        world.desk("prod").suspend(World.BOB, "incident 7", null);
        assertThat(world.metrics().standing().suspended()).isTrue();
        assertThat(world.metrics().standing().nextAttempt()).isNull();

        world.restart();
        assertThat(world.metrics().standing().suspended()).isTrue();
        assertThat(world.metrics().standing().owned()).isEqualTo(1);

        world.desk("prod").resume(World.BOB);
        assertThat(world.metrics().standing().suspended()).isFalse();
    }

    @Test
    void aPlanThatStaysBlockedIsToldOfOnce() {
        world.source("first").push(Bundles.providers("a"));
        var second = world.source("second");
        second.push(Bundles.providers("a"));
        world.start();
        for (int i = 0; i < 5; i++) {
            world.poll();
        }
        assertThat(world.ready("second")).isEqualTo("False OwnershipConflict");
        assertThat(world.events("second").stream().filter("Blocked"::equals)).hasSize(1);

        world.restart();
        world.poll();
        assertThat(world.events("second").stream().filter("Blocked"::equals)).hasSize(1);

        second.push(Bundles.providers("b"));
        world.poll();
        second.push(Bundles.providers("a", "b"));
        world.poll();
        assertThat(world.events("second").stream().filter("Blocked"::equals)).hasSize(2);
    }

    @Test
    void aSuspensionSurvivesARestartAndEndsByItself() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        var until = world.time().instant().plus(Duration.ofHours(2));
        world.desk("prod").suspend(World.BOB, "holiday", until);
        source.push(Bundles.providers("b"));

        world.restart();
        world.advance(Duration.ofMinutes(119));
        assertThat(world.stored()).containsExactly("provider/a");
        assertThat(world.status("prod").at("/suspended/until").asString())
                .isEqualTo(until.toString());

        world.advance(Duration.ofMinutes(1));
        assertThat(world.stored()).contains("provider/b");
        assertThat(world.status("prod").path("suspended").isMissingNode()).isTrue();
        assertThat(world.events("prod")).contains("Resumed");
    }

    @Test
    void aSuspensionThatIsOverAlreadyIsRefused() {
        world.source("prod").push(Bundles.providers("a"));
        world.start();
        var now = world.time().instant();

        var refused = world.desk("prod").suspend(World.BOB, "holiday", now);

        assertThat(refused).isEqualTo(new Operated.Past(now, now));
        assertThat(world.status("prod").has("suspended")).isFalse();
    }

    @Test
    void aSuspensionBetweenFetchAndApplyStopsBeforeTheApply() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();

        source.push(Bundles.providers("b"));
        source.whileFetching(() -> world.desk("prod").suspend(World.BOB, "stop", null));
        world.poll();

        assertThat(world.stored()).containsExactly("provider/a");
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Suspended");
    }

    @Test
    void anApplyThatIsUnderWayIsFinishedBeforeTheSuspension() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();

        source.push(Bundles.providers("b"));
        world.serving().whileCompiling(() -> world.desk("prod").suspend(World.BOB, "stop", null));
        world.poll();
        source.push(Bundles.providers("c"));
        world.poll();

        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
    }

    @Test
    @Timeout(60)
    void aRequestedReconcileIsMadeAtOnceAndShownAsHandled() throws InterruptedException {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("b"));

        var requested = (Operated.Requested) world.desk("prod").reconcile(World.BOB, false);
        assertThat(world.desk("prod").await(requested.token(), Duration.ZERO)).isFalse();
        world.time().settle();

        assertThat(world.desk("prod").await(requested.token(), Duration.ofSeconds(30))).isTrue();
        assertThat(world.status("prod").get("lastHandledReconcileRequest").asString())
                .isEqualTo(requested.token());
        assertThat(world.stored()).contains("provider/b");
        assertThat(world.desk("prod").history(1).getFirst().draft().trigger()).isEqualTo("manual");
    }
}
