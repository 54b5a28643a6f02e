package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Streams that guardrails look at.
@Timeout(120)
final class GuardedStreamsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SAID = "Ask ann@example.com, or 4111 1111 1111 1111.";
    private static final String TOLD = "Ask [EMAIL], or [CREDIT_CARD].";
    private static final String ARGUMENTS =
            "{\"to\":\"ann\\u0040example.com\",\"n\":4111111111111111}";
    private static final String CHANGED = "{\"to\":\"[EMAIL]\",\"n\":\"[CREDIT_CARD]\"}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    /// How each dialect tells a text, and a call of a tool, in pieces.
    enum Dialect {
        CHAT("openai", "openai", "/v1/chat/completions") {
            @Override
            List<String> events(List<String> text, List<String> arguments) {
                var events = new ArrayList<String>();
                text.forEach(piece ->
                        events.add(
                                data(
                                        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                                + quoted(piece)
                                                + "},\"finish_reason\":null}]}")));
                arguments.forEach(piece ->
                        events.add(
                                data(
                                        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":"
                                                + quoted(piece)
                                                + "}}]},\"finish_reason\":null}]}")));
                events.add(Behaviours.finish());
                events.add(Behaviours.usage(3, 4));
                events.add("data: [DONE]\n\n");
                return events;
            }

            @Override
            String text(JsonNode event) {
                return event.at("/choices/0/delta/content").asString("");
            }

            @Override
            String arguments(JsonNode event) {
                return event.at("/choices/0/delta/tool_calls/0/function/arguments").asString("");
            }
        },
        MESSAGES("anthropic", "anthropic", "/v1/messages") {
            @Override
            List<String> events(List<String> text, List<String> arguments) {
                var events = new ArrayList<String>();
                events.add(
                        event(
                                "message_start",
                                "\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}"));
                events.add(
                        event(
                                "content_block_start",
                                "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
                text.forEach(piece ->
                        events.add(
                                event(
                                        "content_block_delta",
                                        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                                                + quoted(piece)
                                                + "}")));
                events.add(event("content_block_stop", "\"index\":0"));
                events.add(
                        event(
                                "content_block_start",
                                "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"));
                arguments.forEach(piece ->
                        events.add(
                                event(
                                        "content_block_delta",
                                        "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
                                                + quoted(piece)
                                                + "}")));
                events.add(event("content_block_stop", "\"index\":1"));
                events.add(
                        event(
                                "message_delta",
                                "\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":4}"));
                events.add(event("message_stop", "\"x\":1"));
                return events;
            }

            @Override
            String text(JsonNode event) {
                return event.at("/delta/text").asString("");
            }

            @Override
            String arguments(JsonNode event) {
                return event.at("/delta/partial_json").asString("");
            }
        },
        RESPONSES("openai", "openai", "/v1/responses") {
            @Override
            List<String> events(List<String> text, List<String> arguments) {
                var events = new ArrayList<String>();
                events.add(event("response.created", "\"response\":{\"id\":\"r\"}"));
                text.forEach(piece ->
                        events.add(
                                event(
                                        "response.output_text.delta",
                                        "\"output_index\":0,\"content_index\":0,\"item_id\":\"i\",\"delta\":"
                                                + quoted(piece))));
                var all = quoted(String.join("", text));
                events.add(
                        event(
                                "response.output_text.done",
                                "\"output_index\":0,\"content_index\":0,\"text\":" + all));
                arguments.forEach(piece ->
                        events.add(
                                event(
                                        "response.function_call_arguments.delta",
                                        "\"output_index\":1,\"delta\":" + quoted(piece))));
                events.add(
                        event(
                                "response.completed",
                                "\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"id\":\"i\",\"content\":[{\"type\":\"output_text\",\"text\":"
                                        + all
                                        + "}]},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":"
                                        + quoted(String.join("", arguments))
                                        + "}],\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7}}"));
                return events;
            }

            @Override
            String text(JsonNode event) {
                return event.path("type").asString("").equals("response.output_text.delta")
                        ? event.path("delta").asString("")
                        : "";
            }

            @Override
            String arguments(JsonNode event) {
                return event.path("type").asString("").endsWith("arguments.delta")
                        ? event.path("delta").asString("")
                        : "";
            }
        },
        GENERATE("gemini", "gemini", "/v1beta/models/m:streamGenerateContent") {
            @Override
            List<String> events(List<String> text, List<String> arguments) {
                var events = new ArrayList<String>();
                text.forEach(piece -> events.add(part("\"text\":" + quoted(piece))));
                events.add(
                        part(
                                "\"functionCall\":{\"name\":\"f\",\"args\":"
                                        + String.join("", arguments)
                                        + "}"));
                events.add(
                        data(
                                "{\"candidates\":[{\"content\":{\"parts\":[],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":4}}"));
                return events;
            }

            private String part(String members) {
                return data(
                        "{\"candidates\":[{\"content\":{\"parts\":[{"
                                + members
                                + "}],\"role\":\"model\"},\"index\":0}]}");
            }

            @Override
            String text(JsonNode event) {
                return event.at("/candidates/0/content/parts/0/text").asString("");
            }

            @Override
            String arguments(JsonNode event) {
                var call = event.at("/candidates/0/content/parts/0/functionCall/args");
                return call.isMissingNode() ? "" : call.toString();
            }
        };

        final String protocol;
        final String type;
        final String path;

        Dialect(String protocol, String type, String path) {
            this.protocol = protocol;
            this.type = type;
            this.path = path;
        }

        abstract List<String> events(List<String> text, List<String> arguments);

        abstract String text(JsonNode event);

        abstract String arguments(JsonNode event);

        static String quoted(String text) {
            return JSON.writeValueAsString(text);
        }

        static String data(String json) {
            return "data: " + json + "\n\n";
        }

        static String event(String type, String members) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
        }

        String request() {
            return switch (this) {
                case CHAT, MESSAGES ->
                        "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
                case RESPONSES -> "{\"model\":\"m\",\"stream\":true,\"input\":\"hi\"}";
                case GENERATE ->
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aTextIsRedactedWhereverItIsCut(Dialect dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("redact", ""));
        for (int cut = 0; cut <= SAID.length(); cut++) {
            int other = Math.min(cut, ARGUMENTS.length());
            var sink = stream(dialect, dialect.events(cut(SAID, cut), cut(ARGUMENTS, other)));

            assertThat(said(dialect, sink)).as("cut at " + cut).isEqualTo(TOLD);
            assertThat(given(dialect, sink)).as("cut at " + cut).isEqualTo(CHANGED);
            assertThat(sink.hasEnded()).isTrue();
            assertThat(sink.text()).doesNotContain("example.com", "4111");
        }
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(gateway.spans().toString())
                .contains("says output redacted credit_card,email")
                .contains("gives tool_input redacted credit_card,email");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aTextIsRedactedLetterByLetter(Dialect dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("redact", ""));

        var sink = stream(dialect, dialect.events(letters(SAID), letters(ARGUMENTS)));

        assertThat(said(dialect, sink)).isEqualTo(TOLD);
        assertThat(given(dialect, sink)).isEqualTo(CHANGED);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aStreamInWhichNothingIsFoundStaysAsItIs(Dialect dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("redact", ""));
        var events = dialect.events(List.of("Hel", "lo. ", "Bye"), List.of("{\"a\":", "1}"));
        var guarded = stream(dialect, events);
        gateway.use(gateway.route(dialect.protocol, dialect.type));
        var plain = stream(dialect, events);

        assertThat(guarded.text()).isEqualTo(plain.text());
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aBlockedStreamTellsNothingOfTheAnswer(Dialect dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("block", ", stream_mode: hold"));

        var sink = stream(dialect, dialect.events(cut(SAID, 9), List.of("{}")));

        assertThat(sink.status()).isEqualTo(200);
        assertThat(sink.text())
                .contains("guardrail \\\"says\\\" found credit_card, email")
                .doesNotContain(
                        "Ask", "ann", "example", "4111", "message_start", "response.created");
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(gateway.errorCode()).isEqualTo("guardrail_blocked");
        assertThat(gateway.usage().tokens()).isNotNull();
        assertThat(gateway.usage().source().word()).isEqualTo("reported");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHeldStreamInWhichNothingIsFoundIsToldAtItsEnd(Dialect dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("block", ", stream_mode: hold"));
        var events = dialect.events(List.of("Hel", "lo. ", "Bye"), List.of("{\"a\":1}"));
        var guarded = stream(dialect, events);
        gateway.use(gateway.route(dialect.protocol, dialect.type));

        assertThat(guarded.text()).isEqualTo(stream(dialect, events).text());
    }

    @ParameterizedTest
    @CsvSource({"openai, anthropic, MESSAGES, CHAT", "anthropic, openai, CHAT, MESSAGES"})
    void aTranslatedStreamIsRedactedInTheClientsDialect(
            String protocol, String type, Dialect upstream, Dialect client) throws IOException {
        use(protocol, type, both("redact", ""));

        gateway.upstream.then(
                Behaviours.events(
                        upstream.events(cut(SAID, 12), cut(ARGUMENTS, 20)).toArray(String[]::new)));
        var sink = gateway.request("POST", client.path, client.request());

        assertThat(said(client, sink)).isEqualTo(TOLD);
        assertThat(given(client, sink)).isEqualTo(CHANGED);
    }

    @Test
    void whatIsDecidedIsNotHeldBack() throws IOException {
        use("openai", "openai", both("redact", ""));

        var sink =
                stream(
                        Dialect.CHAT,
                        Dialect.CHAT.events(
                                List.of("One. ", "Two. ", "thr", "ee ann@"), List.of("{}")));

        assertThat(sink.flushed().getFirst()).contains("One. ");
    }

    @Test
    void aStreamThatIsHeldIsBounded() throws IOException {
        use("openai", "openai", both("block", ", stream_mode: hold"));
        var much = "x ".repeat(1_000);
        var pieces = new ArrayList<String>();
        for (int i = 0; i < 700; i++) {
            pieces.add(much);
        }

        var sink = stream(Dialect.CHAT, Dialect.CHAT.events(pieces, List.of("{}")));

        assertThat(sink.text()).contains("guardrail_cannot_look").doesNotContain("x x");
    }

    @Test
    void anAnswerThatBreaksOffGivesUpWhatIsHeld() throws IOException {
        use("openai", "openai", both("redact", ""));
        gateway.upstream.then(
                Behaviours.cutAfter(
                        Dialect.CHAT.events(List.of("Ask ann@b.io"), List.of("{}")).getFirst()));

        var sink = gateway.request("POST", Dialect.CHAT.path, Dialect.CHAT.request());

        assertThat(said(Dialect.CHAT, sink)).isEqualTo("Ask [EMAIL]");
        assertThat(sink.text()).contains("\"error\"");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    private static String both(String action, String more) {
        return "- {id: says, type: pii, stage: output, action: "
                + action
                + more
                + "}\n- {id: gives, type: pii, stage: tool_input, action: "
                + action
                + more
                + "}";
    }

    private CollectingSink stream(Dialect dialect, List<String> events) throws IOException {
        gateway.upstream.then(Behaviours.events(events.toArray(String[]::new)));
        return dialect == Dialect.GENERATE
                ? gateway.ask("POST", dialect.path + "?alt=sse", "", dialect.request())
                : gateway.request("POST", dialect.path, dialect.request());
    }

    private static String said(Dialect dialect, CollectingSink sink) {
        return sink.events().stream().map(dialect::text).collect(Collectors.joining());
    }

    private static String given(Dialect dialect, CollectingSink sink) {
        return sink.events().stream().map(dialect::arguments).collect(Collectors.joining());
    }

    private static List<String> cut(String text, int at) {
        return List.of(text.substring(0, at), text.substring(at));
    }

    private static List<String> letters(String text) {
        return text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    }

    /// A route with these two guardrails.
    private void use(String protocol, String type, String guardrails) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: %s
                            api_key: sk-upstream
                            base_url: %s
                            network: {request_timeout_seconds: 5, max_retries: 0}
                        guardrails:
                        %s
                        llmRoutes:
                          - id: route
                            protocol: %s
                            guardrail_ids: [says, gives]
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(
                                        type,
                                        gateway.upstream.baseUrl(),
                                        guardrails.indent(2),
                                        protocol)));
    }
}
