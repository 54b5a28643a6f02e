package io.agw.server.wiring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The live events of a gateway, read by a thread of its own until they are closed.
final class FollowedEvents implements AutoCloseable {
    private final InputStream stream;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    FollowedEvents(InputStream stream) {
        this.stream = stream;
        Thread.ofVirtual().name("followed-events").start(this::read);
    }

    /// What came so far.
    String text() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void read() {
        try {
            stream.transferTo(seen);
        } catch (IOException _) {
            // closed: nobody wants to know more
        }
    }
}
