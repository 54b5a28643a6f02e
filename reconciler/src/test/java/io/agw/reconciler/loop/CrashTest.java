package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.reconciler.loop.CrashChild.Point;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import io.agw.store.sqlite.StoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// SIGKILL at every point of an attempt that matters. Whatever the point, the next start serves the
/// old configuration or the new one, and the attempt after it the new one.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CrashTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final List<String> OLD = List.of("provider/a", "provider/b");
    private static final List<String> NEW = List.of("provider/a", "provider/b", "provider/c");

    @TempDir private Path data;
    @TempDir private Path bundles;

    @BeforeEach
    void applyTheOldBundle() throws IOException {
        Files.writeString(bundles.resolve("a.yaml"), Bundles.providers("a", "b"));
        try (var world = world()) {
            world.start();
            assertThat(world.serving().keys()).isEqualTo(OLD);
        }
        Files.writeString(
                bundles.resolve("a.yaml"),
                Bundles.providers("a: {base_url: 'http://new'}", "b", "c"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROLLING_BACK", "ROLLED_BACK"})
    void aKilledRollbackIsFinishedByTheNextStart(Point point) throws Exception {
        try (var world = world()) {
            world.start();
            world.advance(SOON);
            assertThat(world.serving().keys()).isEqualTo(NEW);
        }
        killAt(point);

        try (var world = world()) {
            world.start();
            world.advance(SOON);

            assertThat(world.serving().keys()).isEqualTo(OLD).isEqualTo(world.stored());
            assertThat(world.status("prod").path("phase").asString()).isEqualTo("Held");
            assertThat(world.ready("prod")).isEqualTo("False RolledBack");
            world.poll();
            assertThat(world.stored()).isEqualTo(OLD);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ROLLING_BACK", "ROLLED_BACK"})
    void aKilledAttemptIsWholeOrAbsentAndTheNextOneMakesUpForIt(Point point) throws Exception {
        killAt(point);

        try (var world = world()) {
            world.start();
            assertThat(world.serving().keys()).isEqualTo(point.isCommitted() ? NEW : OLD);
            assertThat(world.stored()).isEqualTo(world.serving().keys());

            world.advance(SOON);

            assertThat(world.serving().keys()).isEqualTo(NEW).isEqualTo(world.stored());
            assertThat(world.ready("prod")).startsWith("True ");
            assertThat(world.version()).isEqualTo(2);
            assertThat(world.desk("prod").history(10)).hasSize(2);
            var status = world.status("prod");
            assertThat(status.at("/lastApplied/revision"))
                    .isEqualTo(status.at("/lastFetched/revision"));
            assertThat(status.at("/lastApplied/counts/create").asInt()).isEqualTo(1);
            assertThat(world.events("prod"))
                    .containsExactlyInAnyOrder(
                            "Applied", "RevisionDetected", "Applied", "RevisionDetected");
            assertThat(world.store().audit().firstBroken()).isEmpty();
        }
    }

    private World world() {
        var world = new World(data);
        world.add(CrashChild.source(world, bundles, () -> {}), UnaryOperator.identity());
        return world;
    }

    private void killAt(Point point) throws Exception {
        var file = StoreSettings.in(data).configDatabase();
        var child = start(point);
        try (BufferedReader out = child.inputReader()) {
            var line = out.readLine();
            assertThat(line)
                    .as(Files.readString(bundles.resolve("child.log")))
                    .isEqualTo(point.name());
            if (point == Point.COMMITTING) {
                await().atMost(Duration.ofSeconds(60)).until(() -> isLocked(file));
            }
        } finally {
            child.toHandle().destroyForcibly();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        if (point == Point.COMMITTING) {
            CrashChild.makeCommitsEnd(file);
        }
    }

    private Process start(Point point) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        data.toString(),
                        bundles.toString(),
                        point.name())
                .redirectError(bundles.resolve("child.log").toFile())
                .start();
    }

    /// Whether somebody is in the middle of writing.
    private static boolean isLocked(Path file) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=0");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage()).contains("SQLITE_BUSY");
        }
    }
}
