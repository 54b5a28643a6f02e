package io.agw.server.plane.llm;

import io.agw.bundle.model.HoldBack;
import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.UsageTally;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.conversation.WholeCharacters;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import io.agw.server.dialect.shape.Dialect.AnswerWriter;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.dialect.shape.ToolArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Tells a client in its own dialect what an upstream says in another. What arrived together leaves
/// together; nothing is held back while the upstream is silent.
final class TranslatedRelay implements Relay {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final UpstreamEvents upstream;
    private final AnswerReader reader;
    private final AnswerWriter writer;
    private final UsageTally tally;
    private final AnswerSize size;
    private final WholeCharacters characters = new WholeCharacters();
    private final Set<String> untold = new HashSet<>();
    private final StringBuilder written = new StringBuilder();
    private boolean spoken;
    private boolean proven = true;
    private boolean stopped;
    private boolean ended;

    TranslatedRelay(
            UpstreamEvents upstream, AnswerReader reader, AnswerWriter writer, UsageTally tally) {
        this.upstream = upstream;
        this.tally = tally;
        this.size = new AnswerSize(upstream.longestKept());
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void first(@Nullable HoldBack back) throws CallFailed {
        proven = back == null;
        upstream.first();
        read();
        while (!ended && (written.isEmpty() || (back != null && isToBeHeld(back)))) {
            if (!upstream.next()) {
                end(false);
                return;
            }
            read();
        }
        if (back != null) {
            proven = true;
            upstream.tokenCame();
        }
    }

    private boolean isToBeHeld(HoldBack back) {
        return !stopped && size.deltas() < back.tokens() && written.length() < back.maxBytes();
    }

    @Override
    public void drain() {
        try {
            while (!ended && upstream.next()) {
                read();
                written.setLength(0);
            }
        } catch (CallFailed _) {
            // nobody is left to be told
        }
    }

    @Override
    public @Nullable CallFailed run(EventSink client) throws IOException {
        try {
            while (!ended) {
                if (!upstream.nextBuffered()) {
                    send(client);
                    if (!upstream.next()) {
                        end(false);
                        break;
                    }
                }
                read();
            }
        } catch (CallFailed e) {
            send(client);
            return e;
        }
        var last = taken();
        client.finish(last, 0, last.length);
        return null;
    }

    private void end(boolean terminated) throws CallFailed {
        reader.end(terminated, this::write);
        size.check(reader.kept());
        if (!ended) {
            throw new CallFailed(new UpstreamFailure.Reset("the end of the stream is missing"));
        }
    }

    private void read() throws CallFailed {
        if (!upstream.hasData()) {
            return;
        }
        if (isDone()) {
            end(true);
            return;
        }
        int length = upstream.dataEnd() - upstream.dataStart();
        try {
            var data = ToolArguments.read(upstream.data(), upstream.dataStart(), length);
            reader.event(data, this::write);
            size.check(reader.kept());
            tally.event(upstream.data(), upstream.dataStart(), upstream.dataEnd());
        } catch (JacksonException e) {
            throw OpenedAnswer.failed("event", e);
        } catch (MalformedAnswer e) {
            throw failed(e);
        }
    }

    static CallFailed failed(MalformedAnswer e) {
        var what = String.valueOf(e.getMessage());
        var error = e.error();
        if (error == null) {
            return new CallFailed(new UpstreamFailure.Malformed(what));
        }
        return new CallFailed(
                e.isOfModel()
                        ? new UpstreamFailure.ModelFailed(what, error)
                        : new UpstreamFailure.Reported(what, error));
    }

    private void write(AnswerEvent event) {
        characters.pass(event, this::tell);
    }

    private void tell(AnswerEvent event) {
        if (!size.add(event)) {
            return;
        }
        switch (event) {
            case AnswerEvent.Delta _ -> speak();
            case AnswerEvent.Stopped _ -> {
                stopped = true;
                speak();
            }
            case AnswerEvent.Ended _ -> ended = true;
            case AnswerEvent.Foreign(var what) -> untold.add(what);
            case AnswerEvent.Begun _,
                    AnswerEvent.Counted _,
                    AnswerEvent.BlockBegun _,
                    AnswerEvent.BlockEnded _,
                    AnswerEvent.Signed _ -> {}
        }
        writer.event(event, written);
    }

    private void speak() {
        if (!spoken) {
            spoken = true;
            if (proven) {
                upstream.tokenCame();
            }
        }
    }

    private boolean isDone() {
        return Arrays.equals(
                upstream.data(), upstream.dataStart(), upstream.dataEnd(), DONE, 0, DONE.length);
    }

    private void send(EventSink client) throws IOException {
        if (!written.isEmpty()) {
            var bytes = taken();
            client.send(bytes, 0, bytes.length);
        }
    }

    private byte[] taken() {
        var bytes = written.toString().getBytes(StandardCharsets.UTF_8);
        written.setLength(0);
        return bytes;
    }

    @Override
    public ToldEvents told() {
        return writer.told();
    }

    /// What was counted before the model stopped leaves out words that were sent.
    @Override
    public @Nullable ToldUsage usage() {
        return stopped || ended ? tally.told() : null;
    }

    @Override
    public long estimatedTokens() {
        return size.estimatedTokens();
    }

    @Override
    public Set<String> untold() {
        return Set.copyOf(untold);
    }

    @Override
    public void finish() {
        upstream.finish();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
