package io.agw.server.plane.llm;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A test of the plane with one upstream, which answers as OpenAI until it is told otherwise.
abstract class PlaneTest {
    PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }
}
