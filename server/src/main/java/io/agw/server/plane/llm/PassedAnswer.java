package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.PassedEvents;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.shape.ToldEvents;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of which the gateway knows little, taken as far as another upstream could still be
/// asked.
sealed interface PassedAnswer {
    /// JSON up to this size is read whole, so that one that is cut off can be asked for again and
    /// its usage is known; anything else is passed on as it comes.
    int HELD = 4 * 1024 * 1024;

    int READ = 64 * 1024;

    Map<String, String> headers();

    /// Tokens as the upstream counted them; null when it has not said.
    @Nullable ToldUsage usage();

    /// All of it.
    ///
    /// @param usage null when it says none
    record Whole(int status, Map<String, String> headers, byte[] body, @Nullable ToldUsage usage)
            implements PassedAnswer {}

    /// Server-sent events; belongs to whoever opened it.
    record Events(Relay relay) implements PassedAnswer {
        @Override
        public Map<String, String> headers() {
            return AnswerHeaders.STREAM;
        }

        @Override
        public @Nullable ToldUsage usage() {
            return relay.usage();
        }
    }

    /// Bytes of any kind; the reply belongs to whoever opened it.
    ///
    /// @param begun what has been read of it
    record Bytes(int status, Map<String, String> headers, byte[] begun, UpstreamReply reply)
            implements PassedAnswer {
        @Override
        public @Nullable ToldUsage usage() {
            return null;
        }
    }

    /// @throws CallFailed when it is none, or an error within a stream
    static PassedAnswer open(UpstreamReply reply, LlmSettings settings, Stream stream)
            throws CallFailed {
        var type = reply.header("content-type");
        var word = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (word.startsWith("text/event-stream")) {
            var relay =
                    new PassedRelay(
                            new UpstreamEvents(reply, settings),
                            stream.events(settings.json()),
                            stream.before());
            relay.first(null);
            return new Events(relay);
        }
        var headers = new HashMap<String, String>();
        keep("content-type", type, headers);
        keep("content-disposition", reply.header("content-disposition"), headers);
        boolean json = word.startsWith("application/json");
        var begun = begin(reply, json ? HELD : 1);
        if (!begun.whole()) {
            return new Bytes(reply.status(), headers, begun.bytes(), reply);
        }
        reply.close();
        var usage = json ? usage(begun.bytes(), settings) : null;
        return new Whole(reply.status(), headers, begun.bytes(), usage);
    }

    private static void keep(String name, @Nullable String value, Map<String, String> into) {
        if (value != null) {
            into.put(name, value);
        }
    }

    /// Reads until there are `enough` bytes, or no more.
    private static Begun begin(UpstreamReply reply, int enough) throws CallFailed {
        var bytes = new byte[READ];
        int size = 0;
        while (size < enough) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * size);
            }
            int read = reply.read(bytes, size, bytes.length - size);
            if (read < 0) {
                return new Begun(Arrays.copyOf(bytes, size), true);
            }
            size += read;
        }
        return new Begun(Arrays.copyOf(bytes, size), false);
    }

    private static @Nullable ToldUsage usage(byte[] body, LlmSettings settings) {
        try {
            var scanner = new ReplyScanner(settings.json());
            return scanner.scan(Api.PASSTHROUGH, body, 0, body.length).usage();
        } catch (MalformedJson _) {
            return null; // not for the gateway to judge
        }
    }

    /// What a stream of events is, should the answer be one.
    ///
    /// @param isResponse whether it is a response that was made before
    /// @param before what of it the client has from before
    record Stream(boolean isResponse, ToldEvents before) {
        static final Stream OF_ANYTHING = new Stream(false, ToldEvents.NONE);

        private PassedEvents events(JsonLimits limits) {
            return isResponse
                    ? PassedEvents.ofKeptResponse(limits)
                    : PassedEvents.of(Api.PASSTHROUGH, limits, true, 1);
        }
    }

    /// What was read.
    record Begun(byte[] bytes, boolean whole) {}
}
