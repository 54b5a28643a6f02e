package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.Owner;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Edit;
import io.agw.reconciler.apply.EditResult;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is done about changes behind a source's back.
class DriftTest extends WorldTest {
    private static final Duration DRIFT_INTERVAL = Duration.ofMinutes(10);

    @Test
    void aForcedWriteShowsAsDriftAndIsRevertedWithinTheInterval() {
        world.source("prod").push(Bundles.providers("a: {base_url: 'http://git'}"));
        world.start();

        world.force(Bundles.providers("a: {base_url: 'http://forced'}"));
        assertThat(baseUrl()).isEqualTo("http://forced");
        assertThat(world.object(Kind.PROVIDER, "a").owner()).isEqualTo(new Owner("prod"));
        world.poll();
        assertThat(world.condition("prod", "Drifted").path("status").asString()).isEqualTo("True");
        assertThat(world.metrics().of("drift")).isEqualTo(1);

        world.advance(DRIFT_INTERVAL);
        assertThat(baseUrl()).isEqualTo("http://git");
        assertThat(world.condition("prod", "Drifted").isMissingNode()).isTrue();
        assertThat(world.events("prod")).containsSubsequence("DriftDetected", "DriftCorrected");
        var corrected =
                world.store().outbox().after(0, 100).stream()
                        .filter(e -> e.draft().type().equals("DriftCorrected"))
                        .findFirst()
                        .orElseThrow();
        assertThat(corrected.draft().dataJson()).contains("\"bob\"", "incident 7", "provider/a");
        assertThat(world.desk("prod").history(1).getFirst().draft().trigger()).isEqualTo("drift");
        assertThat(world.metrics().of("change revert")).isEqualTo(1);
    }

    @Test
    void withoutHealingDriftIsOnlyShownAlsoAfterARestart() {
        world.source("prod", Policies::withoutHealing)
                .push(Bundles.providers("a: {base_url: 'http://git'}"));
        world.start();
        world.force(Bundles.providers("a: {base_url: 'http://forced'}"));

        world.advance(DRIFT_INTERVAL.multipliedBy(3));
        assertThat(baseUrl()).isEqualTo("http://forced");
        assertThat(world.condition("prod", "Drifted").path("status").asString()).isEqualTo("True");
        assertThat(world.ready("prod")).isEqualTo("True Drifted");
        assertThat(world.events("prod").stream().filter("DriftDetected"::equals)).hasSize(1);

        world.restart();
        world.advance(DRIFT_INTERVAL.multipliedBy(2));
        assertThat(baseUrl()).isEqualTo("http://forced");

        world.desk("prod").reconcile(World.BOB, false);
        world.time().settle();
        assertThat(baseUrl()).isEqualTo("http://git");
    }

    @Test
    void aFieldWhoseDriftIsIgnoredStaysAsItWasForced() {
        world.source("prod", policy -> Policies.ignoring(policy, "/base_url"))
                .push(Bundles.providers("a: {base_url: 'http://git'}"));
        world.start();

        world.force(Bundles.providers("a: {base_url: 'http://forced'}"));
        world.advance(DRIFT_INTERVAL.multipliedBy(2));

        assertThat(baseUrl()).isEqualTo("http://forced");
        assertThat(world.condition("prod", "Drifted").isMissingNode()).isTrue();
        assertThat(world.events("prod")).doesNotContain("DriftDetected", "DriftCorrected");
    }

    @Test
    void anObjectThatWasDeletedByForceComesBack() {
        world.source("prod").push(Bundles.providers("a", "b"));
        world.start();

        var removed =
                world.applier()
                        .edit(
                                new Edit.Remove(new ObjectKey(Kind.PROVIDER, "b")),
                                World.BOB,
                                "incident 7");
        assertThat(removed).isInstanceOf(EditResult.Planned.class);
        assertThat(world.serving().keys()).containsExactly("provider/a");
        world.advance(DRIFT_INTERVAL.plusMinutes(2));

        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
    }

    @Test
    void aDisabledObjectIsEnabledAgain() {
        world.source("prod").push(Bundles.providers("a"));
        world.start();
        var key = new ObjectKey(Kind.PROVIDER, "a");

        assertThat(world.applier().edit(new Edit.Switch(key, false), World.BOB, null))
                .isInstanceOfSatisfying(
                        EditResult.Planned.class,
                        planned ->
                                assertThat(planned.result())
                                        .isInstanceOf(ApplyResult.Conflicted.class));
        world.applier().edit(new Edit.Switch(key, false), World.BOB, "incident 7");
        assertThat(disabled()).isTrue();
        world.advance(DRIFT_INTERVAL.plusMinutes(2));

        assertThat(disabled()).isFalse();
    }

    private boolean disabled() {
        return world.object(Kind.PROVIDER, "a").current().tree().path("disabled").asBoolean();
    }

    private String baseUrl() {
        return world.object(Kind.PROVIDER, "a").current().tree().path("base_url").asString("");
    }
}
