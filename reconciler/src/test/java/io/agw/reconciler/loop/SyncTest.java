package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.FakeSource;
import io.agw.reconciler.world.World;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A source that works: what is applied, and what is left alone.
class SyncTest extends WorldTest {
    @Test
    void firstSyncCreatesEverythingInOneTransaction() {
        var source = world.source("prod");
        var revision = source.push(Bundles.providers("a", "b", "c", "d", "e"));

        world.start();

        assertThat(world.version()).isEqualTo(1);
        assertThat(world.serving().keys())
                .containsExactly(
                        "provider/a", "provider/b", "provider/c", "provider/d", "provider/e");
        assertThat(world.serving().version()).isEqualTo(1);
        assertThat(world.ready("prod")).isEqualTo("True Applied");
        assertThat(world.condition("prod", "Ready").get("message").asString())
                .isEqualTo("applied " + revision + " (5 create)");
        assertThat(world.desk("prod").history(10)).hasSize(1);
        assertThat(world.metrics().of("change create")).isEqualTo(5);
        assertThat(world.object(Kind.PROVIDER, "a").owner()).isEqualTo(new Owner("prod"));
        assertThat(world.object(Kind.PROVIDER, "a").origin().toString())
                .isEqualTo("bundle.yaml:4 @ " + revision);
    }

    @Test
    void beforeTheFirstAttemptItIsUnknownWhetherASourceIsReady() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        source.whileFetching(
                () -> assertThat(world.ready("prod")).isEqualTo("Unknown Progressing"));

        world.start();

        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }

    @Test
    void whoWroteACommitIsShownAndAudited() {
        world.source("prod").push(Bundles.providers("a"));
        world.start();

        var fetched = world.status("prod").get("lastFetched");
        assertThat(fetched.get("treeId").asString()).startsWith("tree");
        assertThat(fetched.at("/commit/author").asString()).isEqualTo("Ann <ann@example.com>");
        assertThat(world.store().audit().list(0, 1).getFirst().draft().detailJson())
                .contains("\"committer\":\"Forge <forge@example.com>\"");

        world.restart();
        assertThat(world.status("prod").get("lastFetched")).isEqualTo(fetched);
    }

    @Test
    void anUnchangedBundleWritesNothing() {
        world.source("prod").push(Bundles.providers("a", "b"));
        world.start();
        var applied = world.status("prod").get("lastApplied");

        world.desk("prod").reconcile(World.BOB, true);
        world.time().settle();

        assertThat(world.metrics().of("result unchanged")).isEqualTo(1);
        assertThat(world.version()).isEqualTo(1);
        assertThat(world.desk("prod").history(10)).hasSize(1);
        assertThat(world.status("prod").get("lastApplied")).isEqualTo(applied);
        assertThat(world.ready("prod")).isEqualTo("True NoChange");
    }

    @Test
    void whoeverPlansTheSameFilesMakesTheSamePlan() {
        var source = world.source("prod");
        source.push(Bundles.providers("a", "b: {base_url: 'http://x'}"));
        world.start();
        var changed = Bundles.providers("b: {base_url: 'http://y'}", "c");
        source.push(changed);

        var looped = (Preview.Planned) world.desk("prod").plan();
        var byHand =
                world.applier()
                        .plan(
                                new ApplyRequest(
                                        new Owner("prod"),
                                        World.BOB,
                                        new Purpose("admin", "bundle.plan", "prod", ""),
                                        Target.of(
                                                source.revision(),
                                                world.declared("bundle.yaml", changed)),
                                        world.applier().options()));

        assertThat(world.planJson(byHand)).isEqualTo(world.planJson(looped.plan()));
        assertThat(byHand.header().planId()).isEqualTo(looped.plan().header().planId());
        assertThat(looped.plan().hasChanges()).isTrue();
    }

    @Test
    void aCommitElsewhereInTheRepositoryIsNotEvenRendered() {
        var source = world.source("prod");
        var first = source.push(Bundles.providers("a"));
        world.start();

        var second = source.moveHead();
        world.poll();

        assertThat(source.fetches()).isEqualTo(2);
        assertThat(world.metrics().of("step render")).isEqualTo(1);
        assertThat(world.metrics().of("step apply")).isEqualTo(1);
        assertThat(world.status("prod").at("/lastFetched/revision").asString()).isEqualTo(second);
        assertThat(world.status("prod").at("/lastApplied/revision").asString()).isEqualTo(first);
        assertThat(world.version()).isEqualTo(1);
    }

    @Test
    void aHundredPollsOfAnUnchangedHeadFetchNothing() {
        var source = world.source("prod", policy -> Policies.driftEvery(policy, 86_400));
        source.push(Bundles.providers("a"));
        world.start();
        int before = source.resolves();

        for (int i = 0; i < 100; i++) {
            world.poll();
        }

        assertThat(source.resolves() - before).isBetween(100, 112);
        assertThat(source.fetches()).isEqualTo(1);
        assertThat(world.metrics().of("step render")).isEqualTo(1);
        assertThat(world.metrics().of("step apply")).isEqualTo(1);
        assertThat(world.store().outbox().after(0, 100)).hasSize(2);
    }

    @Test
    void changedFilesAreAppliedAtTheNextPoll() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();

        source.push(Bundles.providers("a: {base_url: 'http://new'}", "b"));
        world.poll();

        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
        assertThat(world.status("prod").at("/lastApplied/counts/update").asInt()).isEqualTo(1);
        assertThat(world.version()).isEqualTo(2);
    }

    @Test
    void withoutPruneARemovedObjectStaysAndIsListedAsOrphan() {
        var source = world.source("prod");
        source.push(Bundles.providers("a", "b"));
        world.start();

        source.push(Bundles.providers("a"));
        world.poll();

        assertThat(world.stored()).containsExactly("provider/a", "provider/b");
        assertThat(world.status("prod").at("/inventory/orphans/0").asString())
                .isEqualTo("provider/b");
        assertThat(world.status("prod").at("/inventory/count").asInt()).isEqualTo(2);
    }

    @Test
    void prunedIsWhatIsGoneUnlessItsLifecycleKeepsIt() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 100));
        source.push(Bundles.providers("a", "b", "c: {lifecycle: {prune: disabled}}"));
        world.start();

        source.push(Bundles.providers("a"));
        world.poll();

        assertThat(world.stored()).containsExactly("provider/a", "provider/c");
        assertThat(world.events("prod")).contains("Pruned");
    }

    @Test
    void anObjectOfTheAdminIsAConflictUntilItIsAdopted() {
        world.start();
        world.adminApply(Bundles.providers("shared", "same"));
        world.close();
        world = new World(folder);
        var source = world.source("prod");
        source.push(Bundles.providers("shared: {base_url: 'http://git'}", "mine"));

        world.start();

        assertThat(world.ready("prod")).isEqualTo("False OwnershipConflict");
        assertThat(world.condition("prod", "Blocked").path("status").asString()).isEqualTo("True");
        assertThat(world.status("prod").at("/problems/0/message").asString())
                .contains("belongs to admin", "admin.yaml:4");
        assertThat(world.stored()).doesNotContain("provider/mine");
    }

    @Test
    void adoptedWithEqualContentKeepsItsVersion() {
        world.start();
        world.adminApply(Bundles.providers("shared"));
        long resource = world.object(Kind.PROVIDER, "shared").resourceVersion();
        world.close();
        world = new World(folder);
        world.source("prod", Policies::adopting).push(Bundles.providers("shared"));

        world.start();

        var shared = world.object(Kind.PROVIDER, "shared");
        assertThat(shared.owner()).isEqualTo(new Owner("prod"));
        assertThat(shared.resourceVersion()).isEqualTo(resource);
        assertThat(world.status("prod").at("/lastApplied/counts/adopt").asInt()).isEqualTo(1);
    }

    @Test
    void ofTwoSourcesThatDeclareOneObjectTheSecondIsBlockedAndTheFirstGoesOn() {
        var first = world.source("first");
        var second = world.source("second");
        first.push(Bundles.providers("shared"));
        second.push(Map.of("b.yaml", Bundles.providers("other", "shared")));

        world.start();

        assertThat(world.ready("first")).isEqualTo("True Applied");
        assertThat(world.ready("second")).isEqualTo("False OwnershipConflict");
        var problem = world.status("second").at("/problems/0");
        assertThat(problem.get("file").asString()).isEqualTo("b.yaml");
        assertThat(problem.get("line").asInt()).isEqualTo(5);
        assertThat(problem.get("message").asString()).contains("belongs to first", "bundle.yaml:4");
        first.push(Bundles.providers("shared: {base_url: 'http://x'}"));
        world.poll();
        assertThat(world.status("first").at("/lastApplied/counts/update").asInt()).isEqualTo(1);
        assertThat(world.stored()).containsExactly("provider/shared");
    }

    @Test
    void kindsThatASourceMayNotDeclareAreProblemsWithTheirPlaces() {
        world.source("prod", policy -> Policies.allowing(policy, Kind.PROVIDER))
                .push(
                        Map.of(
                                "p.yaml", Bundles.providers("p"),
                                "k.yaml", Bundles.virtualKeys("k")));

        world.start();

        assertThat(world.ready("prod")).isEqualTo("False ValidationFailed");
        assertThat(world.status("prod").at("/problems/0/file").asString()).isEqualTo("k.yaml");
        assertThat(world.stored()).isEmpty();
    }

    @Test
    void anotherSpellingOfANumberInAnotherPlaceIsNoChange() {
        var source = world.source("prod");
        source.push(temperature("1"));
        world.start();
        long version = world.object(Kind.PROVIDER, "a").resourceVersion();

        source.push("# a line more\n" + temperature("1.0"));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("True NoChange");
        assertThat(world.object(Kind.PROVIDER, "a").resourceVersion()).isEqualTo(version);
        assertThat(world.object(Kind.PROVIDER, "a").origin().line()).isEqualTo(5);
    }

    private static String temperature(String value) {
        return Bundles.HEAD
                + "providers:\n- {id: a, provider_type: deepseek, options: {temperature: "
                + value
                + "}}\n";
    }

    @Test
    void aVirtualKeyWithoutATextGetsOneOnce() {
        var source = world.source("prod");
        source.push(Bundles.virtualKeys("team"));
        world.start();
        var text = text("team");

        source.push(Bundles.virtualKeys("team", "other"));
        world.poll();

        assertThat(text).startsWith("vk-generated-");
        assertThat(text("team")).isEqualTo(text);
        assertThat(text("other")).startsWith("vk-generated-").isNotEqualTo(text);
        assertThat(world.metrics().of("change update")).isZero();
    }

    private String text(String id) {
        var stored = world.object(Kind.VIRTUAL_KEY, id).current();
        var value = world.store().config().reveal(stored).secrets().get("/value");
        return value instanceof SecretValue.Given given ? given.text().reveal() : "none";
    }

    @Test
    void aPlanOnlySourceShowsItsPlanAndWritesNothing() {
        var source = world.source("prod", Policies::planOnly);
        source.push(Bundles.providers("a"));

        world.start();

        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Planned");
        assertThat(world.ready("prod")).isEqualTo("False PlanOnly");
        assertThat(world.stored()).isEmpty();
        assertThat(world.version()).isZero();
    }

    @Test
    void anAdminMayApplyBesideSources() {
        world.source("prod").push(Bundles.providers("a"));
        world.start();

        var result = world.adminApply(Bundles.providers("b"));

        assertThat(result).isInstanceOf(ApplyResult.Applied.class);
        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
    }

    @Test
    void sourcesAreClosedWithTheReconciler() {
        FakeSource source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();

        world.reconciler().close();

        assertThat(source.isClosed()).isTrue();
        int before = source.resolves();
        world.poll();
        assertThat(source.resolves()).isEqualTo(before);
    }
}
