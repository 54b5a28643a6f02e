package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.PlanJson.Unchanged;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.plan.RandomBundles.Sketch;
import io.agw.bundle.shape.Shapes;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlanProperties {
    private static final PlanOptions PRUNING =
            options().withPrune(new PruneCaps(1_000, 100, false));
    private static final PlanJson JSON = new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", "1"));

    @Provide
    Arbitrary<Sketch> sketches() {
        return RandomBundles.sketches();
    }

    @Property(tries = 200)
    void applyingTwiceIsApplyingOnce(@ForAll("sketches") Sketch a) {
        var world = new AppliedWorld().apply(PROD, a.bundle(), options());
        var once = Map.copyOf(world.objects());

        var again = world.plan(PROD, a.bundle(), options());

        assertThat(again.hasChanges()).isFalse();
        assertThat(world.apply(again).objects()).isEqualTo(once);
    }

    @Property(tries = 200)
    void withPruneOnlyTheLastBundleCounts(
            @ForAll("sketches") Sketch a, @ForAll("sketches") Sketch b) {
        var both = new AppliedWorld().apply(PROD, a.bundle(), PRUNING);
        both.apply(PROD, b.bundle(), PRUNING);
        var last = new AppliedWorld().apply(PROD, b.bundle(), PRUNING);

        assertThat(contents(both).keySet()).isEqualTo(contents(last).keySet());
        assertThat(both.plan(PROD, b.bundle(), PRUNING).hasChanges()).isFalse();
        contents(last)
                .forEach((key, object) -> {
                    var kept = contents(both).get(key);
                    assertThat(kept).isNotNull();
                    if (kept != null) {
                        assertThat(kept.tree()).isEqualTo(object.tree());
                        assertThat(kept.secrets()).containsAllEntriesOf(object.secrets());
                    }
                });
    }

    @Property(tries = 100)
    void formattingIsNoChange(@ForAll("sketches") Sketch a) {
        var world = new AppliedWorld().apply(PROD, a.bundle(), options());

        var plan = world.plan(PROD, a.permuted(), options());

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.header().targetDigest())
                .isEqualTo(world.plan(PROD, a.bundle(), options()).header().targetDigest());
    }

    @Property(tries = 100)
    void jsonIsByteEqualForPermutedInputs(
            @ForAll("sketches") Sketch a, @ForAll("sketches") Sketch b) {
        var world = new AppliedWorld().apply(PROD, a.bundle(), options());

        var one = world.plan(PROD, b.bundle(), PRUNING);
        var two = world.plan(PROD, b.permuted(), PRUNING);

        assertThat(withoutPlaces(json(two))).isEqualTo(withoutPlaces(json(one)));
        assertThat(json(world.plan(PROD, b.bundle(), PRUNING))).isEqualTo(json(one));
    }

    @Property(tries = 100)
    void textIsTheTreeAsText(@ForAll("sketches") Sketch a, @ForAll("sketches") Sketch b) {
        var plan =
                new AppliedWorld()
                        .apply(PROD, a.bundle(), options())
                        .plan(PROD, b.bundle(), PRUNING);

        for (var unchanged : Unchanged.values()) {
            assertThat(JSON.text(plan, unchanged))
                    .isEqualTo(JSON.write(plan, unchanged).toString());
        }
    }

    @Property(tries = 200)
    void secretsNeverAppear(@ForAll("sketches") Sketch a, @ForAll("sketches") Sketch b) {
        var world = new AppliedWorld().apply(PROD, a.bundle(), options());

        var plan = world.plan(PROD, b.bundle(), PRUNING);
        var json = JSON.write(plan, Unchanged.LISTED);
        var output =
                json
                        + PlanText.of(json, PlanText.Style.PLAIN)
                        + plan
                        + JSON.text(plan, Unchanged.LISTED);

        a.variables().values().forEach(secret -> assertThat(output).doesNotContain(secret));
        b.variables().values().forEach(secret -> assertThat(output).doesNotContain(secret));
    }

    @Property(tries = 100)
    void everyObjectOfTheOwnerAndTheBundleIsInThePlanOnce(
            @ForAll("sketches") Sketch a, @ForAll("sketches") Sketch b) {
        var world = new AppliedWorld().apply(PROD, a.bundle(), options());

        var plan = world.plan(PROD, b.bundle(), PRUNING);

        var expected = new TreeMap<ObjectKey, Object>(world.objects());
        expected.putAll(b.bundle().objects());
        assertThat(plan.changes())
                .extracting(Change::key)
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    private static Map<ObjectKey, CanonicalObject> contents(AppliedWorld world) {
        var contents = new TreeMap<ObjectKey, CanonicalObject>();
        world.objects().forEach((key, applied) -> contents.put(key, applied.current()));
        return contents;
    }

    private static String json(Plan plan) {
        return JSON.write(plan, Unchanged.LISTED).toString();
    }

    private static String withoutPlaces(String json) {
        return json.replaceAll("\"line\":\\d+(,\"column\":\\d+)?", "");
    }
}
