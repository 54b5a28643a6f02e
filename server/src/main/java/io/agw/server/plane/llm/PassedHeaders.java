package io.agw.server.plane.llm;

import io.agw.server.call.Header;
import io.agw.server.dialect.Api;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.ArrayList;
import java.util.List;

/// Which of a client's headers are meant for the vendor and not for the gateway: those that change
/// what a request means in its dialect. No key is among them.
final class PassedHeaders {
    private static final List<String> ANTHROPIC = List.of("anthropic-version", "anthropic-beta");
    private static final List<String> OPENAI = List.of("openai-beta");

    /// Where the gateway does not know how the body is written, or what may be answered.
    private static final List<String> UNKNOWN = List.of("content-type", "accept", "openai-beta");

    private PassedHeaders() {}

    /// @throws TurnRefused when one of them cannot be passed on
    static List<Header> of(Api api, Received received) {
        var names =
                switch (api) {
                    case MESSAGES, COUNT_TOKENS -> ANTHROPIC;
                    case CHAT, RESPONSES, EMBEDDINGS -> OPENAI;
                    case PASSTHROUGH -> UNKNOWN;
                    case GENERATE,
                            COUNT_CONTENT,
                            EMBED_CONTENT,
                            EMBED_CONTENTS,
                            CONVERSE,
                            MODELS,
                            PROBE ->
                            List.<String>of();
                };
        List<Header> passed = List.of();
        for (var name : names) {
            var values = received.headers(name);
            if (!values.isEmpty()) {
                passed = passed.isEmpty() ? new ArrayList<>() : passed;
                passed.add(header(name, String.join(",", values).strip()));
            }
        }
        return passed;
    }

    private static Header header(String name, String value) {
        if (!value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
            throw new TurnRefused(
                    new Refusal(
                                    400,
                                    "invalid_header",
                                    "header " + name + " is malformed (expected: plain ASCII)")
                            .about(name));
        }
        return new Header(name, value);
    }
}
