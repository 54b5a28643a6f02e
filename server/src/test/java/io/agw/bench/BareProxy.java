package io.agw.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The least that a proxy on virtual threads can do: it finds where a request ends, passes it on
/// over a connection that is there already, and passes the answer back. No key, no JSON, no row, no
/// trace, no timeout, no pool. What it takes beside nginx is what the JVM takes.
final class BareProxy {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 16 * 1024;

    private BareProxy() {}

    /// Starts one in a JVM like the gateway's.
    static Subject start(OwnProcesses own, int upstream) throws IOException, InterruptedException {
        int port = Ports.free();
        var flags = System.getProperty("agw.flags", "").strip();
        var process =
                own.start(
                        flags.isEmpty() ? List.of() : List.of(flags.split(" +")),
                        "bare",
                        String.valueOf(port),
                        String.valueOf(upstream));
        Ports.await(port, Duration.ofSeconds(20));
        var url = "http://127.0.0.1:" + port + Payloads.PATH;
        return new Subject("bare", new ProcessTree(process.pid()), url, "", "", "", "");
    }

    /// Serves until the process ends.
    static void serve(int port, int upstream) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(port, 4096, loopback)) {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual()
                        .start(() -> relay(client, new InetSocketAddress(loopback, upstream)));
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // it saves wake-ups, and nothing depends on it
    private static void relay(Socket client, InetSocketAddress address) {
        try (client;
                var upstream = new Socket()) {
            upstream.connect(address);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            var buffer = new byte[BUFFER];
            while (pass(client, upstream, buffer) && pass(upstream, client, buffer)) {
                // as the gateway does: who has come before goes first
                Thread.yield();
            }
        } catch (IOException _) {
            // either left, which is how every connection ends
        }
    }

    /// One message of a known length; false when there is none any more.
    private static boolean pass(Socket from, Socket to, byte[] buffer) throws IOException {
        var in = from.getInputStream();
        int held = 0;
        int whole = 0;
        while (whole == 0 || held < whole) {
            int read = in.read(buffer, held, buffer.length - held);
            if (read <= 0) {
                return false;
            }
            held += read;
            int head = whole == 0 ? indexOf(buffer, held, END) : -1;
            whole = head < 0 ? whole : head + END.length + length(buffer, head);
        }
        to.getOutputStream().write(buffer, 0, held);
        return true;
    }

    private static int length(byte[] buffer, int head) {
        int length = 0;
        int at = indexOf(buffer, head, LENGTH) + LENGTH.length;
        for (; at < head && buffer[at] != '\r'; at++) {
            length = buffer[at] == ' ' ? length : length * 10 + buffer[at] - '0';
        }
        return length;
    }

    /// Where some ASCII is found, whatever the case of its letters; -1 for nowhere.
    private static int indexOf(byte[] buffer, int limit, byte[] sought) {
        for (int i = 0; i + sought.length <= limit; i++) {
            int same = 0;
            while (same < sought.length && lower(buffer[i + same]) == sought[same]) {
                same++;
            }
            if (same == sought.length) {
                return i;
            }
        }
        return -1;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
