package io.agw.server.provider.echo;

import io.agw.server.call.UpstreamReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer from memory. Each read returns bytes of one part only, as if the parts had come over a
/// network one by one.
final class EchoReply implements UpstreamReply {
    private final int status;
    private final String contentType;
    private final List<byte[]> parts;
    private int part;
    private int position;

    EchoReply(int status, String contentType, List<byte[]> parts) {
        this.status = status;
        this.contentType = contentType;
        this.parts = parts;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String header(String name) {
        return name.equals("content-type") ? contentType : null;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        while (part < parts.size() && position == parts.get(part).length) {
            part++;
            position = 0;
        }
        if (part == parts.size()) {
            return -1;
        }
        int count = Math.min(length, parts.get(part).length - position);
        System.arraycopy(parts.get(part), position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        part = parts.size();
    }
}
