package io.agw.server.plane.llm;

import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Says something with every answer, whoever makes it.
final class HeadersSink implements ReplySink {
    private final ReplySink sink;
    private final Map<String, String> own;

    private HeadersSink(ReplySink sink, Map<String, String> own) {
        this.sink = sink;
        this.own = own;
    }

    /// @param headers that replace those of the same names
    static ReplySink of(ReplySink sink, Map<String, String> headers) {
        return headers.isEmpty() ? sink : new HeadersSink(sink, headers);
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
        all.putAll(own);
        return all;
    }
}
