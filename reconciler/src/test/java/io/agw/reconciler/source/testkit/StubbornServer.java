package io.agw.reconciler.source.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Accepts connections and then does what no server should, whatever protocol the client speaks.
/// Owns its threads and sockets.
public final class StubbornServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private StubbornServer(ServerSocket listener) {
        this.listener = listener;
    }

    /// Never answers.
    public static StubbornServer hanging() throws IOException {
        return start(_ -> {});
    }

    /// Sends a beginning, then one byte now and then, for ever.
    public static StubbornServer dripping(byte[] beginning, byte[] drops, long everyMillis)
            throws IOException {
        return start(socket -> {
            var out = socket.getOutputStream();
            out.write(beginning);
            for (int i = 0; ; i++) {
                out.write(drops[i % drops.length]);
                out.flush();
                Thread.sleep(everyMillis);
            }
        });
    }

    /// Sends some bytes and hangs up.
    public static StubbornServer saying(byte[] bytes) throws IOException {
        return start(socket -> {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        });
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// How many connections came.
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private static StubbornServer start(Habit habit) throws IOException {
        var listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        var server = new StubbornServer(listener);
        Thread.ofVirtual().name("stubborn").start(() -> server.accept(habit));
        return server;
    }

    private void accept(Habit habit) {
        while (true) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (IOException _) {
                return;
            }
            open.add(socket);
            connections.incrementAndGet();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            habit.serve(socket);
                        } catch (IOException | InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
    }

    private interface Habit {
        void serve(Socket socket) throws IOException, InterruptedException;
    }
}
