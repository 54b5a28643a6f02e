package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.directory.DirectorySource;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real folder behind a loop: editing is enough, and breaking is not.
class RealFolderTest {
    @TempDir private Path data;
    @TempDir private Path bundles;

    @Test
    @Timeout(60)
    void editingAFileChangesTheGatewayAndBreakingItDoesNot() throws IOException {
        var file = bundles.resolve("a.yaml");
        Files.writeString(file, Bundles.providers("a"));
        try (var world = new World(data)) {
            world.add(
                    new DirectorySource(SourceSettings.directory("default", bundles), world.time()),
                    UnaryOperator.identity());
            world.start();
            assertThat(world.serving().keys()).containsExactly("provider/a");

            Files.writeString(file, Bundles.providers("a", "b"));
            world.poll();
            assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");

            Files.writeString(file, Bundles.providers("a") + "  broken: [\n");
            world.poll();
            assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
            assertThat(world.ready("default")).startsWith("False");
            var problem = world.status("default").at("/problems/0");
            assertThat(problem.get("file").asString()).isEqualTo("a.yaml");
            assertThat(problem.get("line").asInt()).isGreaterThan(3);

            Files.writeString(file, Bundles.providers("a", "c"));
            world.poll();
            assertThat(world.serving().keys()).contains("provider/a", "provider/c");
            // the folder's watch may have been faster, and the poll found nothing new
            assertThat(world.ready("default")).startsWith("True ");
        }
    }
}
