package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.export.BundleExport;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.shape.Shapes;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands beside a reference in a secret member is secret too.
class SecretTemplateTest {
    private static final String LITERAL = "canary-of-the-literal-part";

    @TempDir private Path folder;

    @Test
    void theLiteralPartOfASecretIsNowhereInClear() throws IOException {
        try (var world = new World(folder)) {
            world.variables().put("TAIL", "canary-of-the-variable");
            var source = world.source("prod");
            source.push(provider("http://one"));
            world.start();
            source.push(provider("http://two"));
            world.poll();
            assertThat(world.serving().keys()).containsExactly("provider/a");

            inClear("export", export(world));
            inClear("status", world.status("prod").toString());
            inClear("events", world.store().outbox().after(0, 100).toString());
            inClear("audit", world.store().audit().list(0, 100).toString());
            inClear("objects", world.store().config().state().objects().toString());
            for (var revision : world.desk("prod").history(10)) {
                inClear("plan", revision.draft().planJson());
            }
            world.variables().put("TAIL", "another");
            if (world.desk("prod").plan() instanceof Preview.Planned(var plan)) {
                inClear("plan", world.planJson(plan));
            }
            inFiles();
        }
        inFiles();
    }

    private static String provider(String url) {
        return Bundles.providers(
                "a: {base_url: '%s', api_key: '%s${TAIL}', network: {extra_headers: {X: 'Bearer %s${TAIL}'}}}"
                        .formatted(url, LITERAL, LITERAL));
    }

    private static String export(World world) {
        return new BundleExport(Shapes.KINDS)
                .yaml(
                        world.store().config().state().objects().values().stream()
                                .map(AppliedObject::current)
                                .toList());
    }

    private static void inClear(String place, String text) {
        assertThat(text).as(place).isNotEmpty().doesNotContain("canary");
    }

    private void inFiles() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = Files.readAllBytes(file);
                assertThat(new String(content, StandardCharsets.ISO_8859_1).contains("canary"))
                        .as("%s holds a secret in clear", file)
                        .isFalse();
            }
        }
    }
}
