package io.agw.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// Free ports and waiting for one to be listened on.
final class Ports {
    private Ports() {}

    static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until something listens.
    ///
    /// @throws IOException when nothing does within the time
    static void await(int port, Duration most) throws IOException, InterruptedException {
        var end = System.nanoTime() + most.toNanos();
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("nothing listens on port " + port + " after " + most, e);
                }
                Thread.sleep(20);
            }
        }
    }
}
