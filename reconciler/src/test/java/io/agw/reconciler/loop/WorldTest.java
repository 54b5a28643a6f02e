package io.agw.reconciler.loop;

import io.agw.reconciler.world.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A world for each test, which ends with it.
abstract class WorldTest {
    @TempDir Path folder;
    World world;

    @BeforeEach
    void makeWorld() {
        world = new World(folder);
    }

    @AfterEach
    void endWorld() {
        world.close();
    }
}
