package io.agw.server.plane.llm;

import io.agw.bundle.model.HoldBack;
import io.agw.server.call.CallFailed;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.shape.ToldEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A relay whose events are copied on their way, as far as there is room. Owns the other one. Not
/// thread-safe.
final class KeptRelay implements Relay {
    private final Relay relay;
    private final int longest;
    private final Consumer<byte[]> whole;

    /// @param relay owned from here on
    /// @param longest most bytes that are copied
    /// @param whole given the events of a stream that went out and ended well
    KeptRelay(Relay relay, int longest, Consumer<byte[]> whole) {
        this.relay = relay;
        this.longest = longest;
        this.whole = whole;
    }

    @Override
    public void first(@Nullable HoldBack back) throws CallFailed {
        relay.first(back);
    }

    @Override
    public @Nullable CallFailed run(EventSink client) throws IOException {
        var copy = new Copy(client, longest);
        var broken = relay.run(copy);
        if (broken == null && !copy.isTooLong) {
            whole.accept(copy.bytes.toByteArray());
        }
        return broken;
    }

    @Override
    public void drain() {
        relay.drain();
    }

    @Override
    public ToldEvents told() {
        return relay.told();
    }

    @Override
    public @Nullable ToldUsage usage() {
        return relay.usage();
    }

    @Override
    public @Nullable String responseId() {
        return relay.responseId();
    }

    @Override
    public Set<String> untold() {
        return relay.untold();
    }

    @Override
    public long estimatedTokens() {
        return relay.estimatedTokens();
    }

    @Override
    public void finish() {
        relay.finish();
    }

    @Override
    public void close() {
        relay.close();
    }

    /// Copies what goes to a client.
    private static final class Copy implements EventSink {
        private final EventSink client;
        private final int longest;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean isTooLong;

        Copy(EventSink client, int longest) {
            this.client = client;
            this.longest = longest;
        }

        @Override
        public void send(byte[] sent, int from, int to) throws IOException {
            add(sent, from, to);
            client.send(sent, from, to);
        }

        @Override
        public void finish(byte[] last, int from, int to) throws IOException {
            add(last, from, to);
            client.finish(last, from, to);
        }

        private void add(byte[] sent, int from, int to) {
            isTooLong |= bytes.size() + (to - from) > longest;
            if (isTooLong) {
                bytes = new ByteArrayOutputStream(0);
            } else {
                bytes.write(sent, from, to - from);
            }
        }
    }
}
