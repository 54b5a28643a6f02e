package io.agw.server.plane.llm;

import io.agw.server.match.Protocol;
import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Names the request as Anthropic's API does too, from where its libraries take it for their
/// errors: `request-id`.
final class RequestIdSink implements ReplySink {
    private static final String NAME = "request-id";

    private final ReplySink sink;
    private final String id;

    private RequestIdSink(ReplySink sink, String id) {
        this.sink = sink;
        this.id = id;
    }

    static ReplySink of(Protocol protocol, Received received, ReplySink sink) {
        return switch (protocol) {
            case ANTHROPIC, CC -> new RequestIdSink(sink, received.requestId());
            case OPENAI, GEMINI, MCP, ACP -> sink;
        };
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        sink.send(status, with(headers), body);
    }

    @Override
    public Stream stream(int status, Map<String, String> headers) throws IOException {
        return sink.stream(status, with(headers));
    }

    @Override
    public boolean clientGone() {
        return sink.clientGone();
    }

    @Override
    public boolean isShuttingDown() {
        return sink.isShuttingDown();
    }

    private Map<String, String> with(Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put(NAME, id);
        return all;
    }
}
