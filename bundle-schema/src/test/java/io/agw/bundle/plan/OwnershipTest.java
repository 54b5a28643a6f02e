package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.STAGE;
import static io.agw.bundle.plan.AppliedWorld.bundle;
import static io.agw.bundle.plan.AppliedWorld.options;
import static io.agw.bundle.plan.AppliedWorld.provider;
import static io.agw.bundle.plan.AppliedWorld.providers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.plan.PlanRequest.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final PruneCaps WIDE = new PruneCaps(100, 100, false);

    private final AppliedWorld world = new AppliedWorld();

    @Test
    void pruneNeverTouchesOtherOwners() {
        world.apply(PROD, providers("p: {}"), options());
        world.apply(STAGE, providers("s: {}"), options());
        world.apply(Owner.ADMIN, providers("a: {}"), options());

        var plan = world.plan(PROD, providers("p2: {}"), options().withPrune(WIDE));

        assertThat(words(plan)).containsExactly("Create provider/p2", "Delete provider/p");
    }

    @Test
    void objectOfAnotherOwnerIsAConflictThatNamesBothPlaces() {
        world.apply(PROD, providers("a: {}"), options());

        var plan = world.plan(STAGE, bundle("b.yaml", provider1(), Map.of()), options());

        assertThat(words(plan)).containsExactly("Conflict provider/a");
        assertThat(plan.guards()).extracting(Plan.Guard::code).containsExactly("OwnershipConflict");
        assertThat(plan.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "b.yaml:4:3: error AGW1401: provider/a belongs to prod, declared at a.yaml:4 @"
                                + " rev1 (expected: owner stage) (remove it there, or leave it out here,"
                                + " as export --owner stage does)");
    }

    @Test
    void anAdminIsToldHowToChangeWhatASourceHolds() {
        world.apply(PROD, providers("a: {}"), options());
        world.apply(Owner.STATIC, providers("s: {}"), PlanOptions.of(Set.of(Owner.STATIC)));

        var plan =
                world.plan(
                        Owner.ADMIN,
                        providers("a: {disabled: true}", "s: {disabled: true}"),
                        PlanOptions.of(Set.of(PROD, Owner.STATIC)));

        assertThat(plan.problems())
                .extracting(problem -> problem.hint())
                .containsExactly(
                        "change it there, or here by --force with --reason",
                        "remove it there, or leave it out here, as export --owner admin does");
    }

    @Test
    void adoptingAnotherSourcesObjectIsAConflictAllTheSame() {
        world.apply(PROD, providers("a: {}"), options());

        var plan = world.plan(STAGE, providers("a: {}"), options().withAdopt());

        assertThat(words(plan)).containsExactly("Conflict provider/a");
    }

    @Test
    void identicalContentOfAnAdminIsAConflictUntilAdopted() {
        world.apply(Owner.ADMIN, providers("a: {}"), options());

        var plain = world.plan(PROD, providers("a: {}"), options());
        var adopting = world.plan(PROD, providers("a: {}"), options().withAdopt());

        assertThat(words(plain)).containsExactly("Conflict provider/a");
        assertThat(plain.problems().getFirst().hint())
                .isEqualTo(
                        "take it over with --adopt, or adopt: true of a source; or leave it out here,"
                                + " as export --owner prod does");
        assertThat(only(adopting, Change.Adopt.class).diff()).isEmpty();
        long before = world.get(provider("a")).resourceVersion();
        world.apply(adopting);
        assertThat(world.get(provider("a")).owner()).isEqualTo(PROD);
        assertThat(world.get(provider("a")).resourceVersion()).isEqualTo(before);
    }

    @Test
    void anAdminWhoDeclaresWhatASourceHoldsAsItIsChangesNothing() {
        world.apply(PROD, providers("a: {}"), options());

        var same = world.plan(Owner.ADMIN, providers("a: {}"), options());
        var other = world.plan(Owner.ADMIN, providers("a: {disabled: true}"), options());
        var edit =
                world.plan(
                        Owner.ADMIN,
                        Target.put(providers("a: {}").objects().firstEntry().getValue()),
                        options());

        assertThat(words(same)).containsExactly("Skip provider/a");
        assertThat(same.isApplyable()).isTrue();
        assertThat(words(other)).containsExactly("Conflict provider/a");
        assertThat(words(edit)).containsExactly("Conflict provider/a");
        assertThat(world.apply(same).get(provider("a")).owner()).isEqualTo(PROD);
    }

    @Test
    void orphansOfASourceThatIsGoneCanBeAdopted() {
        world.apply(new Owner("gone"), providers("a: {}"), options());

        var bySource = world.plan(PROD, providers("a: {disabled: true}"), options().withAdopt());
        var byAdmin =
                world.plan(Owner.ADMIN, providers("a: {disabled: true}"), options().withAdopt());

        assertThat(only(bySource, Change.Adopt.class).diff())
                .extracting(FieldDiff::path)
                .containsExactly("/disabled");
        assertThat(words(byAdmin)).containsExactly("Adopt provider/a");
    }

    @Test
    void forceChangesTheObjectAndNotItsOwner() {
        world.apply(PROD, providers("a: {}"), options());

        var plan = world.plan(Owner.ADMIN, providers("a: {disabled: true}"), options().withForce());

        assertThat(only(plan, Change.Update.class).cause()).isEqualTo(Change.Cause.FORCE);
        world.apply(plan);
        assertThat(world.get(provider("a")).owner()).isEqualTo(PROD);
        assertThat(world.get(provider("a")).overridden()).isNotNull();
    }

    @Test
    void notEvenForceChangesWhatTheStaticConfigurationDeclares() {
        world.apply(Owner.STATIC, providers("a: {}"), options());
        var options = PlanOptions.of(Set.of(Owner.STATIC)).withForce();

        var written = world.plan(Owner.ADMIN, providers("a: {disabled: true}"), options);
        var removed = world.plan(Owner.ADMIN, Target.remove(provider("a")), options);
        var later = world.plan(Owner.ADMIN, Target.remove(provider("a")), options().withForce());

        assertThat(words(written)).containsExactly("Conflict provider/a");
        assertThat(written.problems()).singleElement().asString().contains("belongs to static");
        assertThat(words(removed)).containsExactly("Conflict provider/a");
        assertThat(removed.problems()).hasSize(1);
        assertThat(words(later)).containsExactly("Delete provider/a");
    }

    @Test
    void onlyAnAdminForces() {
        assertThatThrownBy(() -> world.plan(PROD, providers("a: {}"), options().withForce()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: owner admin");
    }

    @Test
    void overrideIsRevertedAsDrift() {
        world.apply(PROD, providers("a: {}"), options());
        world.apply(
                world.plan(Owner.ADMIN, providers("a: {disabled: true}"), options().withForce()));

        var plan = world.plan(PROD, providers("a: {}"), options());

        assertThat(only(plan, Change.Update.class).cause()).isEqualTo(Change.Cause.DRIFT);
        world.apply(plan);
        assertThat(world.get(provider("a")).overridden()).isNull();
    }

    @Test
    void overrideThatTheBundleCatchesUpWithIsOver() {
        world.apply(PROD, providers("a: {}"), options());
        world.apply(
                world.plan(Owner.ADMIN, providers("a: {disabled: true}"), options().withForce()));

        var plan = world.plan(PROD, providers("a: {disabled: true}"), options());

        assertThat(plan.hasChanges()).isFalse();
        world.apply(plan);
        assertThat(world.get(provider("a")).overridden()).isNull();
    }

    @Test
    void ignoredDriftStays() {
        var ignoring =
                options()
                        .withIgnoredDrift(
                                List.of(new PlanOptions.DriftField(null, "a", "/disabled")));
        world.apply(PROD, providers("a: {}", "b: {}"), options());
        world.apply(
                world.plan(
                        Owner.ADMIN,
                        providers("a: {disabled: true}", "b: {disabled: true}"),
                        options().withForce()));

        var plan = world.plan(PROD, providers("a: {}", "b: {}"), ignoring);

        assertThat(words(plan)).containsExactly("Skip provider/a", "Update provider/b");
        assertThat(((Change.Skip) plan.changes().getFirst()).note())
                .isEqualTo(Change.Note.DRIFT_IGNORED);
        world.apply(plan);
        assertThat(world.get(provider("a")).overridden()).isNotNull();
        var moved = world.plan(PROD, providers("a: {base_url: http://x}", "b: {}"), ignoring);
        assertThat(only(moved, Change.Update.class).target().tree().get("disabled").asBoolean())
                .isTrue();
    }

    @Test
    void removalIsAskedForByKeyAndOutsideTheCaps() {
        world.apply(Owner.ADMIN, providers("a: {}"), options());
        world.apply(PROD, providers("p: {}"), options());

        var own = world.plan(Owner.ADMIN, Target.remove(provider("a")), options());
        var others = world.plan(Owner.ADMIN, Target.remove(provider("p")), options());
        var forced = world.plan(Owner.ADMIN, Target.remove(provider("p")), options().withForce());
        var nothing = world.plan(Owner.ADMIN, Target.remove(provider("x")), options());

        assertThat(own.isApplyable()).isTrue();
        assertThat(words(own)).containsExactly("Delete provider/a");
        assertThat(words(others)).containsExactly("Conflict provider/p");
        assertThat(words(forced)).containsExactly("Delete provider/p");
        assertThat(nothing.changes()).isEmpty();
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
