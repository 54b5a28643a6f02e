package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.SecretValue;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.FakeSource;
import io.agw.reconciler.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Going back to an earlier revision, and staying there.
class RollbackTest extends WorldTest {
    @Test
    void aRollbackHoldsTheBadRevisionUntilANewerOneComes() {
        var source = world.source("prod");
        source.push(Bundles.providers("a: {base_url: 'http://good'}"));
        world.start();
        var bad = source.push(Bundles.providers("a: {base_url: 'http://bad'}", "extra"));
        world.poll();

        var result = world.desk("prod").rollback(World.BOB, null, "5xx spike");

        assertThat(result).isInstanceOf(Operated.RolledBack.class);
        assertThat(((Operated.RolledBack) result).result()).isInstanceOf(ApplyResult.Applied.class);
        assertThat(world.stored()).containsExactly("provider/a");
        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(world.events("prod")).contains("RolledBack");

        for (int i = 0; i < 20; i++) {
            world.poll();
        }
        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(world.ready("prod")).isEqualTo("False RolledBack");
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Held");
        assertThat(world.status("prod").at("/held/0/revision").asString()).isEqualTo(bad);
        assertThat(world.status("prod").at("/held/0/reason").asString()).isEqualTo("5xx spike");

        source.push(Bundles.providers("a: {base_url: 'http://fixed'}"));
        world.poll();
        assertThat(baseUrl("a")).isEqualTo("http://fixed");
        assertThat(world.status("prod").path("held").isMissingNode()).isTrue();
        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }

    @Test
    void aCommitElsewhereDoesNotFreeWhatWasRolledBack() {
        var source = goodThenBad();
        world.desk("prod").rollback(World.BOB, null, "");

        source.moveHead();
        world.poll();

        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Held");
    }

    @Test
    void aHoldSurvivesARestartAndDriftIsHealedToWhatStands() {
        goodThenBad();
        world.desk("prod").rollback(World.BOB, null, "");

        world.restart();
        world.advance(Duration.ofSeconds(2));
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Held");
        world.force(Bundles.providers("a: {base_url: 'http://forced'}"));
        assertThat(baseUrl("a")).isEqualTo("http://forced");
        world.advance(Duration.ofMinutes(12));

        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Held");
    }

    @Test
    void aReleasedRevisionIsAppliedAgain() {
        goodThenBad();
        world.desk("prod").rollback(World.BOB, null, "");
        world.time().settle();
        var bad = world.status("prod").at("/held/0/revision").asString();
        assertThat(world.desk("prod").release(World.BOB, "main@sha1:no"))
                .isEqualTo(new Operated.NotHeld("main@sha1:no", List.of(bad)));

        world.desk("prod").release(World.BOB, bad);
        world.time().settle();

        assertThat(baseUrl("a")).isEqualTo("http://bad");
        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }

    @Test
    void aRollbackKeepsTodaysSecretWhereTheReferenceIsTheSame() {
        world.variables().put("KEY", "old");
        var source = world.source("prod");
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://good'}"));
        world.start();
        world.variables().put("KEY", "rotated");
        world.poll();
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://bad'}"));
        world.poll();
        var first = world.desk("prod").history(10).getLast().id();

        world.desk("prod").rollback(World.BOB, first, "");

        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(apiKey("a")).isEqualTo("rotated");
    }

    @Test
    void aSecretThatIsRotatedDuringAHoldIsTakenOver() {
        world.variables().put("KEY", "old");
        var source = world.source("prod");
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://good'}", "b"));
        world.start();
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://bad'}", "b"));
        world.poll();
        world.desk("prod").rollback(World.BOB, null, "");

        world.variables().put("KEY", "rotated");
        world.advance(Duration.ofMinutes(12));

        assertThat(apiKey("a")).isEqualTo("rotated");
        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Held");
    }

    @Test
    void anObjectThatARollbackBringsBackHasTodaysSecret() {
        world.variables().put("KEY", "old");
        var source = world.source("prod", policy -> Policies.pruning(policy, 100));
        source.push(Bundles.providers("a: {api_key: '${KEY}'}", "b"));
        world.start();
        source.push(Bundles.providers("b"));
        world.poll();
        world.variables().put("KEY", "rotated");

        world.desk("prod").rollback(World.BOB, null, "");

        assertThat(apiKey("a")).isEqualTo("rotated");
    }

    @Test
    void whereAVariableIsGoneARollbackKeepsWhatIsStored() {
        world.variables().put("KEY", "old");
        var source = world.source("prod");
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://good'}"));
        world.start();
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://bad'}"));
        world.poll();
        world.variables().clear();

        world.desk("prod").rollback(World.BOB, null, "");

        assertThat(apiKey("a")).isEqualTo("old");
        assertThat(baseUrl("a")).isEqualTo("http://good");
    }

    @Test
    void anIgnoredFieldStaysAsItWasForcedDuringAHoldToo() {
        var source = world.source("prod", policy -> Policies.ignoring(policy, "/base_url"));
        source.push(Bundles.providers("a: {base_url: 'http://good'}"));
        world.start();
        source.push(Bundles.providers("a: {base_url: 'http://bad'}"));
        world.poll();
        world.desk("prod").rollback(World.BOB, null, "");

        world.force(Bundles.providers("a: {base_url: 'http://forced'}"));
        world.advance(Duration.ofMinutes(12));

        assertThat(baseUrl("a")).isEqualTo("http://forced");
    }

    @Test
    void aSecondRollbackDoesNotBringBackWhatTheFirstOneLeft() {
        goodThenBad();

        world.desk("prod").rollback(World.BOB, null, "");
        var again = world.desk("prod").rollback(World.BOB, null, "");

        assertThat(again).isEqualTo(new Operated.Unknown("an earlier revision"));
        assertThat(baseUrl("a")).isEqualTo("http://good");
    }

    @Test
    void aSecondRollbackGoesBackFurther() {
        var source = world.source("prod");
        source.push(Bundles.providers("a: {base_url: 'http://oldest'}"));
        world.start();
        for (var url : List.of("http://good", "http://bad")) {
            source.push(Bundles.providers("a: {base_url: '" + url + "'}"));
            world.poll();
        }

        world.desk("prod").rollback(World.BOB, null, "");
        assertThat(baseUrl("a")).isEqualTo("http://good");
        world.desk("prod").rollback(World.BOB, null, "");

        assertThat(baseUrl("a")).isEqualTo("http://oldest");
    }

    @Test
    void aRollbackPassesOverRevisionsThatLeftTheSameBundle() {
        world.variables().put("KEY", "old");
        var source = world.source("prod");
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://good'}"));
        world.start();
        source.push(Bundles.providers("a: {api_key: '${KEY}', base_url: 'http://bad'}"));
        world.poll();
        world.variables().put("KEY", "rotated");
        world.poll();
        world.force(Bundles.providers("a: {api_key: 'x', base_url: 'http://forced'}"));
        world.advance(Duration.ofMinutes(12));
        assertThat(world.desk("prod").history(10)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(baseUrl("a")).isEqualTo("http://bad");

        world.desk("prod").rollback(World.BOB, null, "");

        assertThat(baseUrl("a")).isEqualTo("http://good");
        assertThat(apiKey("a")).isEqualTo("rotated");
    }

    @Test
    void aRollbackToNowhereIsRefused() {
        world.source("prod").push(Bundles.providers("a"));
        world.source("other").push(Bundles.providers("b"));
        world.start();
        long foreign = world.desk("other").history(1).getFirst().id();

        assertThat(world.desk("prod").rollback(World.BOB, null, ""))
                .isInstanceOf(Operated.Unknown.class);
        assertThat(world.desk("prod").rollback(World.BOB, foreign, ""))
                .isInstanceOf(Operated.Unknown.class);
    }

    @Test
    void everyActIsAudited() {
        goodThenBad();
        var desk = world.desk("prod");

        desk.reconcile(World.BOB, false);
        desk.rollback(World.BOB, null, "why");
        desk.suspend(World.BOB, "because", null);
        desk.resume(World.BOB);

        assertThat(world.store().audit().list(0, 100))
                .filteredOn(entry -> entry.draft().actor().equals("bob"))
                .extracting(entry -> entry.draft().action())
                .containsExactly(
                        "gitops.resume", "gitops.suspend", "gitops.rollback", "gitops.reconcile");
        assertThat(world.store().audit().list(0, 1).getFirst().draft().requestId())
                .isEqualTo("r-1");
    }

    private FakeSource goodThenBad() {
        var source = world.source("prod");
        source.push(Bundles.providers("a: {base_url: 'http://good'}"));
        world.start();
        source.push(Map.of("bundle.yaml", Bundles.providers("a: {base_url: 'http://bad'}")));
        world.poll();
        assertThat(baseUrl("a")).isEqualTo("http://bad");
        return source;
    }

    private String apiKey(String provider) {
        var stored = world.object(Kind.PROVIDER, provider).current();
        var secret = world.store().config().reveal(stored).secrets().get("/api_key");
        return secret instanceof SecretValue.Given given ? given.text().reveal() : "none";
    }

    private String baseUrl(String id) {
        return world.object(Kind.PROVIDER, id).current().tree().path("base_url").asString("");
    }
}
