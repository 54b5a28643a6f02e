package io.agw.reconciler.loop;

import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.directory.DirectorySource;
import io.agw.reconciler.world.Faults;
import io.agw.reconciler.world.World;
import io.agw.store.sqlite.Raw;
import io.agw.store.sqlite.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The process that {@link CrashTest} kills: reconciles a folder, comes to a point, says so and
/// stays there.
final class CrashChild {
    /// Where an attempt is when its process is killed.
    enum Point {
        FETCHED,
        PLANNED,
        COMMITTING,
        COMMITTED,
        PUBLISHED,
        ROLLING_BACK,
        ROLLED_BACK;

        boolean isCommitted() {
            return this == COMMITTED || this == PUBLISHED;
        }
    }

    private CrashChild() {}

    public static void main(String[] arguments) {
        var data = Path.of(arguments[0]);
        var point = Point.valueOf(arguments[2]);
        var faults = new Faults();
        var world = new World(data);
        world.wrap(faults::around);
        world.add(
                source(
                        world,
                        Path.of(arguments[1]),
                        () -> {
                            if (point == Point.FETCHED) {
                                stopAt(point);
                            }
                        }),
                UnaryOperator.identity());
        world.start();
        switch (point) {
            case FETCHED -> {}
            case PLANNED -> world.serving().whileCompiling(() -> stopAt(point));
            case COMMITTING -> {
                makeCommitsEndless(StoreSettings.in(data).configDatabase());
                faults.beforeCommit(() -> say(point));
            }
            case COMMITTED -> world.serving().whilePublishing(() -> stopAt(point));
            case PUBLISHED ->
                    world.serving().whilePublishing(() -> faults.beforeStatus(() -> stopAt(point)));
            case ROLLING_BACK, ROLLED_BACK -> {
                rollBack(world, faults, point);
                return;
            }
        }
        world.advance(Duration.ofSeconds(2));
        throw new IllegalStateException("an attempt did not come to " + point);
    }

    private static void rollBack(World world, Faults faults, Point point) {
        world.advance(Duration.ofSeconds(2));
        if (point == Point.ROLLING_BACK) {
            faults.beforeCommit(() -> stopAt(point));
        } else {
            world.serving().whilePublishing(() -> stopAt(point));
        }
        world.desk("prod").rollback(World.BOB, null, "5xx spike");
        throw new IllegalStateException("a rollback did not come to " + point);
    }

    private static void say(Point point) {
        System.out.println(point);
        System.out.flush();
    }

    private static void stopAt(Point point) {
        say(point);
        while (true) {
            LockSupport.park();
        }
    }

    private static void makeCommitsEndless(Path file) {
        Raw.run(
                file,
                """
                CREATE VIEW endless AS
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number)
                SELECT count(*) AS n FROM number
                """,
                """
                CREATE TRIGGER stuck BEFORE INSERT ON revision BEGIN SELECT n FROM endless; END
                """);
    }

    /// Takes the effect of {@link #makeCommitsEndless} back.
    static void makeCommitsEnd(Path file) {
        Raw.run(file, "DROP TRIGGER stuck", "DROP VIEW endless");
    }

    /// A folder that is polled and not watched, for time does not pass by itself here.
    static Source source(World world, Path folder, Runnable afterFetch) {
        var directory = new DirectorySource(SourceSettings.directory("prod", folder), world.time());
        return new Polled(directory, afterFetch);
    }

    private record Polled(DirectorySource source, Runnable afterFetch) implements Source {
        @Override
        public io.agw.bundle.plan.Owner owner() {
            return source.owner();
        }

        @Override
        public Head resolve(Duration maxAge) {
            return source.resolve(maxAge);
        }

        @Override
        public Content fetch(Head head, @Nullable String previous) {
            var content = source.fetch(head, previous);
            afterFetch.run();
            return content;
        }

        @Override
        public void onChange(Runnable told) {}

        @Override
        public void close() {
            source.close();
        }
    }
}
