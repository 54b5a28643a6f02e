package io.agw.server.plane.llm;

import io.agw.server.turn.ReplySink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps what a turn answers. May be told to behave like a client that left. Thread-safe.
final class CollectingSink implements ReplySink {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DATA = "data: ";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
    private final List<String> flushed = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>();
    private volatile boolean gone;
    private volatile boolean writesFail;
    private volatile boolean shuttingDown;
    private int status;
    private boolean ended;

    /// The client leaves; probes and writes show it from now on.
    void leave() {
        gone = true;
        writesFail = true;
    }

    /// The client leaves where only a write shows it.
    void leaveSilently() {
        writesFail = true;
    }

    void shutDown() {
        shuttingDown = true;
    }

    synchronized int status() {
        return status;
    }

    synchronized Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// What was answered whole.
    JsonNode json() {
        return JSON.readTree(text());
    }

    /// The documents of a stream's events.
    List<JsonNode> events() {
        return text().lines()
                .filter(line -> line.startsWith(DATA + "{"))
                .map(line -> JSON.readTree(line.substring(DATA.length())))
                .toList();
    }

    /// What each flush sent, and the end.
    synchronized List<String> flushed() {
        return List.copyOf(flushed);
    }

    /// Whether the answer was ended cleanly.
    synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public synchronized void send(int code, Map<String, String> fields, byte[] body)
            throws IOException {
        begin(code, fields);
        check();
        bytes.writeBytes(body);
        ended = true;
    }

    @Override
    public synchronized Stream stream(int code, Map<String, String> fields) {
        begin(code, fields);
        return new Collecting();
    }

    @Override
    public boolean clientGone() {
        return gone;
    }

    @Override
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    private void begin(int code, Map<String, String> fields) {
        if (status != 0) {
            throw new IllegalStateException("answered twice");
        }
        status = code;
        headers.putAll(fields);
    }

    private void check() throws IOException {
        if (writesFail) {
            throw new IOException("the client is gone");
        }
    }

    private final class Collecting implements Stream {
        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            synchronized (CollectingSink.this) {
                check();
                if (length == 0 || ended) {
                    throw new IllegalStateException("a write of nothing, or behind the end");
                }
                bytes.write(from, offset, length);
                unflushed.write(from, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            synchronized (CollectingSink.this) {
                check();
                if (unflushed.size() == 0) {
                    throw new IllegalStateException("a flush of nothing");
                }
                sent();
            }
        }

        @Override
        public void end() throws IOException {
            synchronized (CollectingSink.this) {
                check();
                if (unflushed.size() > 0) {
                    sent();
                }
                ended = true;
            }
        }

        private void sent() {
            flushed.add(unflushed.toString(StandardCharsets.UTF_8));
            unflushed.reset();
        }

        @Override
        public void abort() {
            writesFail = true;
        }
    }
}
