package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What planning promises of any two bundles, kept by loop, applier and database.
class RandomBundlesTest {
    private static final int PAIRS = 8;

    @TempDir private Path folder;

    @Test
    void withPruneOnlyTheLastBundleCountsAndASecondLookWritesNothing() {
        var random = new Random(20261126);
        for (int pair = 0; pair < PAIRS; pair++) {
            var first = bundle(random);
            var last = bundle(random);

            var both = applied(folder.resolve("both" + pair), first, last);
            var alone = applied(folder.resolve("alone" + pair), last);

            assertThat(both).as("%s then %s", first, last).isEqualTo(alone);
        }
    }

    /// What is stored after these bundles, one after the other.
    private static Map<String, String> applied(Path data, String... bundles) {
        try (var world = new World(data)) {
            var source = world.source("prod", policy -> Policies.pruning(policy, 100));
            source.push(bundles[0]);
            world.start();
            for (var bundle : bundles) {
                source.push(bundle);
                world.poll();
                assertThat(world.ready("prod")).startsWith("True ");
            }
            long version = world.version();
            world.desk("prod").reconcile(World.BOB, true);
            world.time().settle();
            assertThat(world.ready("prod")).isEqualTo("True NoChange");
            assertThat(world.version()).isEqualTo(version);
            var stored = new TreeMap<String, String>();
            world.store()
                    .config()
                    .state()
                    .objects()
                    .forEach((key, object) ->
                            stored.put(key.toString(), object.current().tree().toString()));
            return stored;
        }
    }

    private static String bundle(Random random) {
        var providers = new ArrayList<String>();
        for (var id : new String[] {"a", "b", "c", "d", "e", "f"}) {
            if (random.nextInt(3) > 0) {
                providers.add(
                        id
                                + ": {disabled: "
                                + random.nextBoolean()
                                + ", base_url: 'http://"
                                + random.nextInt(3)
                                + ".example'}");
            }
        }
        providers.add("always");
        return Bundles.providers(providers.toArray(String[]::new));
    }
}
