package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider that answers from a script; the last step stays.
final class ScriptedProvider implements Provider {
    private final Deque<Step> script;
    private final List<String> bodies = new ArrayList<>();

    ScriptedProvider(Step... script) {
        this.script = new ArrayDeque<>(List.of(script));
    }

    static Step status(int status, String... headers) {
        return call -> new TextReply(status, "{}", headers);
    }

    static Step broken(UpstreamFailure failure) {
        return call -> {
            throw new CallFailed(failure);
        };
    }

    int calls() {
        return bodies.size();
    }

    List<String> bodies() {
        return bodies;
    }

    @Override
    public boolean serves(Api api) {
        return true;
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        bodies.add(new String(call.body(), StandardCharsets.UTF_8));
        return (script.size() > 1 ? script.removeFirst() : script.getFirst()).answer(call);
    }

    @Override
    public String address() {
        return "scripted:1";
    }

    @Override
    public SentSecrets secrets() {
        return SentSecrets.NONE;
    }

    interface Step {
        UpstreamReply answer(ProviderCall call) throws CallFailed;
    }

    /// A short answer.
    private static final class TextReply implements UpstreamReply {
        private final int status;
        private final Map<String, String> headers;
        private byte[] left;

        TextReply(int status, String body, String... headers) {
            this.status = status;
            this.headers = new HashMap<>();
            for (int i = 0; i < headers.length; i += 2) {
                this.headers.put(headers[i], headers[i + 1]);
            }
            this.left = body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, left.length);
            System.arraycopy(left, 0, into, offset, count);
            left = java.util.Arrays.copyOfRange(left, count, left.length);
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            left = new byte[0];
        }
    }
}
