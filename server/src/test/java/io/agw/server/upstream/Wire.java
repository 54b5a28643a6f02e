package io.agw.server.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The upstream's end of one connection.
public final class Wire {
    private final Socket socket;
    private final InputStream in;
    private boolean streams;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    /// Tells a behaviour what it is asked for.
    public Wire streaming(boolean wanted) {
        streams = wanted;
        return this;
    }

    /// Whether a stream is asked for, as far as the test said.
    public boolean streams() {
        return streams;
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// One chunk of a chunked body.
    public Wire chunk(String text) throws IOException {
        return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /// One chunk of a chunked body.
    public Wire chunk(byte[] bytes) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(
                (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(bytes);
        frame.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return send(frame.toByteArray());
    }

    /// The last chunk.
    public Wire endChunks() throws IOException {
        return send("0\r\n\r\n");
    }

    /// Blocks until the gateway closes.
    ///
    /// @throws IOException always
    public void awaitClose() throws IOException {
        while (in.read() >= 0) {
            // what a peer sends ahead does not matter here
        }
        throw new IOException("closed by the gateway");
    }

    /// Does nothing for a moment, as an upstream that drips.
    ///
    /// @throws IOException as soon as the gateway closes
    public void pause(Duration moment) throws IOException {
        int before = socket.getSoTimeout();
        socket.setSoTimeout(Math.toIntExact(moment.toMillis()));
        try {
            awaitClose();
        } catch (SocketTimeoutException _) {
            socket.setSoTimeout(before);
        }
    }

    public void close() throws IOException {
        socket.close();
    }

    /// Closes with a TCP reset.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Nullable SeenRequest request() throws IOException {
        var first = line();
        if (first.isEmpty()) {
            return null;
        }
        var headers = new ArrayList<String>();
        for (var header = line(); !header.isEmpty(); header = line()) {
            headers.add(header);
        }
        var parts = first.split(" ", 3);
        var request = new SeenRequest(parts[0], parts[1], headers, new byte[0]);
        var length = request.header("content-length");
        int size = length.isEmpty() ? 0 : Integer.parseInt(length);
        return new SeenRequest(parts[0], parts[1], headers, in.readNBytes(size));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
