package io.agw.server.listen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A client that sends exactly the bytes that it is told to.
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// A request without a body.
    RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    /// The next answer, framed by length or by chunks.
    Answer answer() throws IOException {
        var status = line();
        if (status.isEmpty()) {
            throw new IOException("connection closed (expected: an answer)");
        }
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body =
                "chunked".equals(headers.get("transfer-encoding"))
                        ? chunks()
                        : in.readNBytes(
                                Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(
                Integer.parseInt(status.split(" ", 3)[1]),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    /// Everything up to the end of the connection.
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Whether the other side has closed the connection; waits for it.
    boolean isClosedByPeer() {
        try {
            return in.read() < 0;
        } catch (IOException _) {
            return true; // reset, which is an end as well
        }
    }

    /// Whether something is there to be read, at once.
    boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = line();
            if (size.isEmpty()) {
                throw new IOException("answer ends without its last chunk");
            }
            int length = Integer.parseInt(size, 16);
            body.write(in.readNBytes(length));
            line();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    record Answer(int status, Map<String, String> headers, String body) {}
}
