package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What upstreams do, and what bad ones do.
public final class Behaviours {
    /// An answer that a client library accepts.
    public static final String COMPLETION =
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1741569952,"model":"gpt-x",\
            "choices":[{"index":0,"message":{"role":"assistant","content":"Hello!"},\
            "finish_reason":"stop"}],\
            "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29}}\
            """;

    public static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Behaviours() {}

    public static Behaviour json(int status, String body, String... headers) {
        return (_, wire) -> wire.send(response(status, body, headers));
    }

    public static String response(int status, String body, String... headers) {
        var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        head.append("Content-Type: application/json\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return head.append("Content-Length: " + length + "\r\n\r\n").append(body).toString();
    }

    public static Behaviour raw(String text) {
        return (_, wire) -> {
            wire.send(text);
            wire.close();
        };
    }

    /// Events of a chunked stream, then its proper end.
    public static Behaviour events(String... events) {
        return (_, wire) -> {
            wire.send(STREAM_HEAD);
            for (var event : events) {
                wire.chunk(event);
            }
            wire.endChunks();
        };
    }

    /// Events of a chunked stream, then a closed connection instead of an end.
    public static Behaviour cutAfter(String... events) {
        return (_, wire) -> {
            wire.send(STREAM_HEAD);
            for (var event : events) {
                wire.chunk(event);
            }
            wire.close();
        };
    }

    /// Events of a chunked stream, then silence until the gateway leaves.
    public static Behaviour silentAfter(String... events) {
        return (_, wire) -> {
            wire.send(STREAM_HEAD);
            for (var event : events) {
                wire.chunk(event);
            }
            wire.awaitClose();
        };
    }

    /// Events of a chunked stream, the last one only once the test says so.
    public static Behaviour pausedBefore(CountDownLatch gate, String last, String... events) {
        return (_, wire) -> {
            wire.send(STREAM_HEAD);
            for (var event : events) {
                wire.chunk(event);
            }
            await(gate);
            wire.chunk(last).endChunks();
        };
    }

    /// Does something once the gate is open.
    public static Behaviour behind(CountDownLatch gate, Behaviour then) {
        return (request, wire) -> {
            await(gate);
            then.serve(request, wire);
        };
    }

    public static Behaviour hang() {
        return (_, wire) -> wire.awaitClose();
    }

    public static Behaviour reset() {
        return (_, wire) -> wire.reset();
    }

    /// Answers like OpenAI: checks the request, then completes, as a stream when asked to.
    public static Behaviour openAi() {
        return (request, wire) -> {
            var fault = fault(request);
            if (!fault.isEmpty()) {
                wire.send(
                        response(
                                400,
                                "{\"error\":{\"message\":\"secret prose\",\"type\":\"invalid_request_error\","
                                        + "\"param\":null,\"code\":\""
                                        + fault
                                        + "\"}}"));
            } else if (STRICT.readTree(request.body()).path("stream").asBoolean(false)) {
                events(chunk("Hel"), chunk("lo!"), finish(), usage(19, 10), "data: [DONE]\n\n")
                        .serve(request, wire);
            } else {
                wire.send(response(200, COMPLETION));
            }
        };
    }

    public static String chunk(String content) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-x\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + content
                + "\"},\"finish_reason\":null}],\"usage\":null}\n\n";
    }

    public static String finish() {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-x\","
                + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
    }

    public static String usage(long input, long output) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-x\","
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":"
                + input
                + ",\"completion_tokens\":"
                + output
                + ",\"total_tokens\":"
                + (input + output)
                + "}}\n\n";
    }

    private static String fault(SeenRequest request) {
        if (!request.method().equals("POST") || !request.target().equals("/v1/chat/completions")) {
            return "wrong_target";
        }
        if (!request.header("content-type").startsWith("application/json")) {
            return "wrong_content_type";
        }
        if (!request.header("authorization").startsWith("Bearer ")) {
            return "no_key";
        }
        try {
            var body = STRICT.readTree(request.body());
            boolean usage = body.path("stream_options").path("include_usage").asBoolean(false);
            boolean streams = body.path("stream").asBoolean(false);
            return fault(body, streams, usage);
        } catch (JacksonException _) {
            return "invalid_json";
        }
    }

    private static String fault(JsonNode body, boolean streams, boolean usage) {
        if (!body.path("model").isString() || !body.path("messages").isArray()) {
            return "missing_member";
        }
        return streams && !usage ? "usage_not_asked_for" : "";
    }

    /// Waits until the test says so.
    public static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
