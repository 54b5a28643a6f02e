package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.options;
import static io.agw.bundle.plan.AppliedWorld.provider;
import static io.agw.bundle.plan.AppliedWorld.providers;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.Provider;
import org.junit.jupiter.api.Test;

/// A store that an older version wrote, with members that objects no longer have.
class OlderStoreTest {
    private final AppliedWorld world = new AppliedWorld();

    @Test
    void isReadAndPutRightByTheNextApply() {
        world.apply(PROD, providers("p: {}"), options());
        var applied = world.get(provider("p"));
        var tree = applied.current().tree().deepCopy();
        tree.putObject("circuit_breaker").put("error_threshold", 7);
        var older = new CanonicalObject(applied.key(), tree, applied.current().secrets());
        world.objects()
                .put(
                        applied.key(),
                        new AppliedObject(older, applied.owner(), applied.origin(), 1, null));

        assertThat(new ObjectCodec().object(older)).isInstanceOf(Provider.class);

        var plan = world.plan(PROD, providers("p: {}"), options());
        assertThat(plan.changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Update.class,
                        update ->
                                assertThat(update.diff().toString()).contains("/circuit_breaker"));
        world.apply(plan);
        assertThat(world.get(provider("p")).current().tree().propertyNames())
                .doesNotContain("circuit_breaker");
    }
}
