package io.agw.server.plane.llm;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stream that a client is given, whichever answer fills it. Belongs to the turn's thread.
final class StreamedReply {
    private static final int OK = 200;

    private final LlmTurn turn;
    private final TurnWatch watch;
    private final Map<String, String> headers;
    private @Nullable ClientStream client;
    private boolean hasAnother;

    StreamedReply(LlmTurn turn, TurnWatch watch, Map<String, String> headers) {
        this.turn = turn;
        this.watch = watch;
        this.headers = headers;
    }

    /// A whole answer is there that can be given instead.
    void hasAnother() {
        hasAnother = true;
    }

    /// Whether an answer that breaks off is better left out.
    boolean canDoWithout() {
        return hasAnother;
    }

    /// Begins it where it has not begun; from then on the client is kept informed.
    ///
    /// @throws IOException when the client is gone
    ClientStream client() throws IOException {
        if (client == null) {
            client = new ClientStream(turn.sink().stream(OK, headers));
            turn.log().firstByte();
            watch.streams(client);
        }
        return client;
    }
}
