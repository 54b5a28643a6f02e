package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Events of a stream whose end the gateway does not know: `[DONE]`, where it comes, else the end
/// of the answer.
final class OtherEvents implements PassedEvents {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] NOTHING = {};

    private final ReplyScanner scanner;
    private @Nullable ToldUsage usage;

    OtherEvents(JsonLimits limits) {
        this.scanner = new ReplyScanner(limits);
    }

    @Override
    public Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError {
        if (Arrays.equals(data, from, to, DONE, 0, DONE.length)) {
            return Verdict.LAST;
        }
        int glance = ReplyScanner.glance(data, from, to);
        if (data[from] != '{' || (glance & (ReplyScanner.USAGE | ReplyScanner.ERROR)) == 0) {
            return Verdict.PASS;
        }
        var event = scanner.scan(Api.PASSTHROUGH, data, from, to);
        if (event.error() != null) {
            throw new ReportedError(event.error());
        }
        usage = event.usage() == null ? usage : event.usage();
        return Verdict.PASS;
    }

    @Override
    public boolean hasSpoken() {
        return true;
    }

    @Override
    public boolean isFinished() {
        return true;
    }

    @Override
    public byte[] lastWord() {
        return NOTHING;
    }

    @Override
    public @Nullable ToldUsage usage() {
        return usage;
    }

    @Override
    public long estimatedTokens() {
        return 0;
    }
}
