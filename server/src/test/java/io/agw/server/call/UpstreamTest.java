package io.agw.server.call;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A test of the client with one upstream, which answers `{}` until it is told otherwise.
abstract class UpstreamTest {
    static final FakeUpstream.Behaviour OK = Behaviours.json(200, "{}");

    TestClient client;
    FakeUpstream upstream;
    Origin origin;

    @BeforeEach
    void start() throws IOException {
        client = new TestClient();
        upstream = FakeUpstream.start(OK);
        origin = client.origin(upstream.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }
}
