package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.STAGE;
import static io.agw.bundle.plan.AppliedWorld.bundle;
import static io.agw.bundle.plan.AppliedWorld.options;
import static io.agw.bundle.plan.AppliedWorld.provider;
import static io.agw.bundle.plan.AppliedWorld.providers;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.Bundle;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final PruneCaps WIDE = new PruneCaps(100, 100, false);

    private final AppliedWorld world = new AppliedWorld();

    @Test
    void newObjectsAreCreatedInTheOrderOfKinds() {
        var plan = world.plan(PROD, withRoute("p"), options());

        assertThat(words(plan)).containsExactly("Create provider/p", "Create llm_route/r");
        assertThat(plan.hasChanges()).isTrue();
        assertThat(plan.isApplyable()).isTrue();
    }

    @Test
    void secondApplySaysOnlySkip() {
        world.apply(PROD, withRoute("p"), options());
        var before = Map.copyOf(world.objects());

        var plan = world.plan(PROD, withRoute("p"), options());

        assertThat(words(plan)).containsExactly("Skip provider/p", "Skip llm_route/r");
        assertThat(plan.hasChanges()).isFalse();
        world.apply(plan);
        assertThat(world.objects()).isEqualTo(before);
        assertThat(world.version()).isEqualTo(1);
    }

    @Test
    void changedFieldsAreNamedByPointer() {
        world.apply(PROD, providers("p: {network: {max_retries: 1}}"), options());

        var plan =
                world.plan(
                        PROD,
                        providers("p: {network: {max_retries: 3}, base_url: http://x}"),
                        options());

        var update = only(plan, Change.Update.class);
        assertThat(update.cause()).isEqualTo(Change.Cause.BUNDLE);
        assertThat(update.diff())
                .extracting(Object::toString)
                .containsExactly(
                        "Value[path=/base_url, before=null, after=\"http://x\"]",
                        "Value[path=/network/max_retries, before=1, after=3]");
    }

    @Test
    void deletesComeLastAndInReverse() {
        world.apply(PROD, withRoute("p"), options());

        var plan = world.plan(PROD, providers("q: {}"), options().withPrune(WIDE));

        assertThat(words(plan))
                .containsExactly("Create provider/q", "Delete llm_route/r", "Delete provider/p");
    }

    @Test
    void withoutPruneWhatIsNoLongerDeclaredStaysAsOrphan() {
        world.apply(PROD, withRoute("p"), options());

        var plan = world.plan(PROD, providers("p: {}"), options());

        assertThat(words(plan)).containsExactly("Skip provider/p", "Skip llm_route/r");
        assertThat(plan.changes())
                .extracting(change -> ((Change.Skip) change).note())
                .containsExactly(Change.Note.UNCHANGED, Change.Note.ORPHAN);
        assertThat(plan.hasChanges()).isFalse();
    }

    @Test
    void anAdminAppliesPartsAndLeavesTheRestOutOfThePlan() {
        world.apply(Owner.ADMIN, providers("p: {}", "q: {}"), options());

        var plan = world.plan(Owner.ADMIN, providers("p: {}"), options());

        assertThat(words(plan)).containsExactly("Skip provider/p");
    }

    @Test
    void pruneLeavesWhatItsLifecycleKeeps() {
        world.apply(PROD, providers("p: {}", "q: {lifecycle: {prune: disabled}}"), options());

        var plan = world.plan(PROD, providers("p: {}"), options().withPrune(WIDE));

        assertThat(plan.changes().getLast())
                .isInstanceOfSatisfying(
                        Change.Skip.class,
                        skip -> assertThat(skip.note()).isEqualTo(Change.Note.PRUNE_DISABLED));
    }

    @Test
    void deletingMoreThanTheShareBlocks() {
        world.apply(PROD, providers("a: {}", "b: {}", "c: {}", "d: {}"), options());

        var plan =
                world.plan(
                        PROD,
                        providers("a: {}", "b: {}", "c: {}", "e: {}"),
                        options().withPrune(PruneCaps.defaults()));

        assertThat(plan.guards())
                .containsExactly(new Plan.Guard("PruneLimitExceeded", "20%", "25%", true));
        assertThat(plan.isApplyable()).isFalse();
        assertThat(words(plan)).contains("Create provider/e", "Delete provider/d");
    }

    @Test
    void deletingMoreThanTheNumberBlocks() {
        world.apply(PROD, providers("a: {}", "b: {}", "c: {}", "d: {}"), options());

        var plan =
                world.plan(
                        PROD,
                        providers("a: {}"),
                        options().withPrune(new PruneCaps(2, 100, false)));

        assertThat(plan.guards())
                .containsExactly(
                        new Plan.Guard("PruneLimitExceeded", "2 deletes", "3 deletes", true));
    }

    @Test
    void shareJustOverTheLimitReadsAsOverIt() {
        world.apply(PROD, providers("a: {}", "b: {}", "c: {}"), options());

        var plan =
                world.plan(
                        PROD,
                        providers("a: {}", "b: {}"),
                        options().withPrune(new PruneCaps(10, 33, false)));

        assertThat(plan.guards().getFirst().actual()).isEqualTo("33.34%");
    }

    @Test
    void emptyBundleDeletesNothing() {
        world.apply(PROD, providers("a: {}"), options());

        var pruning = world.plan(PROD, empty(), options().withPrune(WIDE));
        var plain = world.plan(PROD, empty(), options());
        var allowed = world.plan(PROD, empty(), options().withPrune(new PruneCaps(10, 100, true)));

        assertThat(pruning.guards()).extracting(Plan.Guard::code).containsExactly("EmptyBundle");
        assertThat(plain.isApplyable()).isFalse();
        assertThat(allowed.isApplyable()).isTrue();
        assertThat(words(allowed)).containsExactly("Delete provider/a");
    }

    @Test
    void movedDeclarationIsBookkeepingAndNoChange() {
        world.apply(PROD, providers("a: {}"), options());

        var moved = bundle("other.yaml", provider1(), Map.of());
        var plan = world.plan(PROD, moved, options());

        assertThat(plan.hasChanges()).isFalse();
        world.apply(plan);
        assertThat(world.get(provider("a")).origin().file()).isEqualTo("other.yaml");
        assertThat(
                        ((Change.Skip) world.plan(PROD, moved, options()).changes().getFirst())
                                .refresh())
                .isNull();
    }

    @Test
    void planIdFollowsTheChangesAndNotTheStore() {
        var first = world.plan(PROD, providers("a: {}"), options());
        world.apply(STAGE, providers("s: {}"), options());
        var second = world.plan(PROD, providers("a: {}"), options());
        var other = world.plan(PROD, providers("a: {disabled: true}"), options());

        assertThat(first.header().planId()).matches("p-[0-9a-f]{12}");
        assertThat(second.header().planId()).isEqualTo(first.header().planId());
        assertThat(other.header().planId()).isNotEqualTo(first.header().planId());
    }

    @Test
    void planIdFollowsTheVersionsOfWhatIsReplaced() {
        world.apply(PROD, providers("a: {}"), options());
        var first = world.plan(PROD, providers("a: {disabled: true}"), options());
        world.apply(PROD, providers("a: {base_url: http://x}"), options());
        world.apply(PROD, providers("a: {}"), options());
        var second = world.plan(PROD, providers("a: {disabled: true}"), options());

        assertThat(second.header().planId()).isNotEqualTo(first.header().planId());
    }

    @Test
    void digestOfABundleIgnoresFormattingAndPlace() {
        var one =
                bundle(
                        "a.yaml",
                        "providers:\n- {id: a, provider_type: echo, disabled: false}\n",
                        Map.of());
        var two = bundle("b.yaml", "providers:\n- provider_type: echo\n  id: a\n", Map.of());
        var three = bundle("b.yaml", "providers:\n- provider_type: echo\n  id: b\n", Map.of());

        var digest = world.plan(PROD, one, options()).header().targetDigest();

        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        assertThat(world.plan(PROD, two, options()).header().targetDigest()).isEqualTo(digest);
        assertThat(world.plan(PROD, three, options()).header().targetDigest()).isNotEqualTo(digest);
    }

    @Test
    void checkedPlanWithABlockedDeleteCannotBeApplied() {
        world.apply(PROD, providers("a: {}", "b: {}"), options());
        var plan = world.plan(PROD, providers("a: {}"), options().withPrune(WIDE));
        var blocked =
                new Problem(
                        Severity.ERROR,
                        Code.DELETE_BLOCKED,
                        Position.of("provider/b"),
                        "provider/b is referred to",
                        null);

        var checked = plan.with(List.of(blocked));

        assertThat(checked.isApplyable()).isFalse();
        assertThat(checked.guards()).extracting(Plan.Guard::code).containsExactly("DeleteBlocked");
        assertThat(plan.with(List.of())).isEqualTo(plan);
    }

    private static Bundle empty() {
        return bundle("providers: []\n", Map.of());
    }

    private static Bundle withRoute(String id) {
        return bundle(
                """
                providers:
                - {id: %s, provider_type: echo}
                llmRoutes:
                - id: r
                  protocol: openai
                  match_policy: {path_prefix: /r}
                  target_policy: {type: direct-provider, provider_id: p}
                """
                        .formatted(id),
                Map.of());
    }

    private static String provider1() {
        return "providers:\n- {id: a, provider_type: echo}\n";
    }

    private static List<String> words(Plan plan) {
        return plan.changes().stream()
                .map(change -> change.getClass().getSimpleName() + " " + change.key())
                .toList();
    }

    private static <T extends Change> T only(Plan plan, Class<T> type) {
        var found = plan.changes().stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
