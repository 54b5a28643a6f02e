package io.agw.server.plane.llm;

import io.agw.bundle.model.HoldBack;
import io.agw.server.cache.Slot;
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
    private final Slot slot;
    private final Consumer<byte[]> whole;

    /// @param relay owned from here on
    /// @param slot that has the room for the copy
    /// @param whole given the events of a stream that went out and ended well
    KeptRelay(Relay relay, Slot slot, Consumer<byte[]> whole) {
        this.relay = relay;
        this.slot = slot;
        this.whole = whole;
    }

    @Override
    public void first(@Nullable HoldBack back) throws CallFailed {
        relay.first(back);
    }

    @Override
    public @Nullable CallFailed run(EventSink client) throws IOException {
        var copy = new Copy(client, slot);
        try {
            var broken = relay.run(copy);
            var events = broken == null ? copy.taken() : null;
            if (events != null) {
                whole.accept(events);
            }
            return broken;
        } finally {
            copy.leave();
        }
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
        /// A buffer that grows is twice as long as what it holds, at most.
        private static final int SPARE = 2;

        private final EventSink client;
        private final Slot slot;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long room;
        private boolean isLeft;

        Copy(EventSink client, Slot slot) {
            this.client = client;
            this.slot = slot;
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
            if (isLeft) {
                return;
            }
            long more = (long) SPARE * (to - from);
            if (bytes.size() + (to - from) > slot.longest() || !slot.take(more)) {
                leave();
                return;
            }
            room += more;
            bytes.write(sent, from, to - from);
        }

        /// All of it, and no room for it any more; null when there was none.
        byte @Nullable [] taken() {
            var all = isLeft ? null : bytes.toByteArray();
            leave();
            return all;
        }

        /// Copies no more, and gives back the room.
        void leave() {
            isLeft = true;
            bytes = new ByteArrayOutputStream(0);
            slot.give(room);
            room = 0;
        }
    }
}
