package io.agw.server.call;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes to and from a peer, in the clear or through TLS. Closing the channel under it, by any
/// thread, ends whatever is blocked here.
final class Transport {
    private final SocketChannel channel;

    /// The layers of TLS, one upon the other: to a proxy, and through it.
    private final List<Socket> layers = new ArrayList<>();

    private @Nullable Socket secured;

    Transport(SocketChannel channel) {
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    /// The socket to layer TLS over.
    Socket socket() {
        return secured == null ? channel.socket() : secured;
    }

    /// From here on everything goes through `layer`.
    void secure(Socket layer) {
        layers.add(layer);
        secured = layer;
    }

    /// Returns the bytes read, -1 at the end. Lets other threads go first: while they work the peer
    /// answers, and a read that finds something costs a fraction of one that has to wait for it.
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on who runs next
    int read(byte[] into, int offset, int length) throws IOException {
        Thread.yield();
        return secured == null
                ? channel.read(ByteBuffer.wrap(into, offset, length))
                : secured.getInputStream().read(into, offset, length);
    }

    void write(byte[] bytes, int length) throws IOException {
        if (secured != null) {
            secured.getOutputStream().write(bytes, 0, length);
            return;
        }
        var buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Whether the peer has closed, or said something that nobody asked for, while the connection
    /// was idle. Does not wait. What it may have read is lost: a connection of which this is true
    /// must not be used again.
    boolean isStale() {
        if (hasLeft()) {
            return true;
        }
        try {
            channel.configureBlocking(false);
            int read = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return read != 0;
        } catch (IOException _) {
            // closed or reset: stale by definition
            return true;
        }
    }

    /// Whether TLS holds bytes that the peer has sent and nobody has read: what came in one record
    /// with the last byte that was asked for, which the channel no longer shows. Neither tickets
    /// nor goodbyes are such bytes.
    boolean hasLeft() {
        try {
            for (var layer : layers) {
                if (layer.getInputStream().available() > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return true; // closed: nothing more comes through it
        }
    }

    /// Breaks the connection without blocking and without TLS's goodbye.
    void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing more can be done for a channel that does not close
        }
    }
}
