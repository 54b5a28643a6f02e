package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.TestSnapshots;
import io.agw.server.upstream.Wire;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Responses that an upstream keeps: whatever is asked of them later goes to the upstream and the
/// credential that made them, for the key that they were made for and no other.
@Timeout(30)
final class KeptResponsesTest {
    private static final String CREATE = "{\"model\":\"m\",\"input\":\"hi\"}";

    private final Keeper keeper = new Keeper();
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(keeper);
        use("a, b");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aResponseIsAskedForWhereItWasMade() throws IOException {
        for (int i = 0; i < 12; i++) {
            var id = create("vk-team-1", CREATE);

            var reply = send("GET", "/v1/responses/" + id, "vk-team-1", "");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(id(reply)).isEqualTo(id);
            assertThat(gateway.usage().operation()).isEqualTo("response");
            assertThat(gateway.usage().inputTokens()).isNull();
        }
        assertThat(keeper.makers.values().stream().distinct().count()).isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({"DELETE, ''", "POST, /cancel", "GET, /input_items"})
    void whatIsDoneWithAResponseIsDoneWhereItWasMade(String method, String rest)
            throws IOException {
        for (int i = 0; i < 6; i++) {
            var id = create("vk-team-1", CREATE);

            var reply = send(method, "/v1/responses/" + id + rest, "vk-team-1", "");

            assertThat(reply.status()).isEqualTo(200);
            var seen = gateway.upstream.requests().getLast();
            assertThat(seen.method()).isEqualTo(method);
            assertThat(seen.target()).endsWith("/responses/" + id + rest);
        }
    }

    @Test
    void aResponseGoesOnWhereTheOneBeforeItWasMade() throws IOException {
        var id = create("vk-team-1", CREATE);
        for (int i = 0; i < 8; i++) {
            var next =
                    create(
                            "vk-team-1",
                            "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\""
                                    + id
                                    + "\"}");

            assertThat(keeper.makers.get(next)).isEqualTo(keeper.makers.get(id));
            id = next;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"conv_1\"", "{\"id\":\"conv_1\"}"})
    void aConversationGoesOnWhereWhatIsAboutNoModelGoes(String conversation) throws IOException {
        var body = "{\"model\":\"m\",\"input\":\"hi\",\"conversation\":" + conversation + "}";
        for (int i = 0; i < 8; i++) {
            var id = create("vk-team-1", body);

            assertThat(keeper.makers.get(id)).startsWith("a ");
        }
        assertThat(gateway.usage().routeReason()).isEqualTo("conversation");
    }

    @Test
    void aConversationIsNotTakenToAnotherProvider() throws IOException {
        use("a", "{name: elsewhere, candidates: [{provider_id: b, upstream_model: o}]}");

        var reply =
                send(
                        "POST",
                        "/v1/responses",
                        "vk-team-1",
                        "{\"model\":\"elsewhere\",\"input\":\"hi\",\"conversation\":\"conv_1\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("conversation_not_served", "\"param\":\"conversation\"");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aStreamedResponseIsKnownByItsFirstEvent() throws IOException {
        var id = create("vk-team-1", "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}");

        assertThat(send("GET", "/v1/responses/" + id, "vk-team-1", "").status()).isEqualTo(200);
        assertThat(gateway.records.getFirst().made()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vk-other", ""})
    void anotherKeyDoesNotFindIt(String key) throws IOException {
        var id = create("vk-team-1", CREATE);
        int asked = gateway.upstream.requests().size();

        var found = send("GET", "/v1/responses/" + id, key, "");
        var gone =
                send(
                        "POST",
                        "/v1/responses",
                        key,
                        "{\"model\":\"m\",\"previous_response_id\":\"" + id + "\"}");

        assertThat(found.status()).isEqualTo(404);
        assertThat(found.text())
                .startsWith("{\"error\":{\"message\":\"response \\\"" + id)
                .contains("\"type\":\"not_found_error\"", "response_not_found");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text()).contains("\"param\":\"previous_response_id\"");
        assertThat(gateway.upstream.requests()).hasSize(asked);
    }

    @Test
    void anUnknownResponseIsNotFound() throws IOException {
        assertThat(send("GET", "/v1/responses/resp_unknown", "vk-team-1", "").status())
                .isEqualTo(404);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void whatTheClientWantsForgottenIsNotKept() throws IOException {
        var id = create("vk-team-1", "{\"model\":\"m\",\"input\":\"hi\",\"store\":false}");

        assertThat(gateway.records.getFirst().made()).isNull();
        assertThat(send("GET", "/v1/responses/" + id, "vk-team-1", "").status()).isEqualTo(404);
    }

    @Test
    void aResponseWhoseMakerTheRouteHasLostIsNotFound() throws IOException {
        var id = create("vk-team-1", CREATE);
        use(Objects.requireNonNull(keeper.makers.get(id)).startsWith("a") ? "b" : "a");

        var reply = send("GET", "/v1/responses/" + id, "vk-team-1", "");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("does not lead to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void aPreviousResponseThatLivesElsewhereIsTheFieldAtFault(String more) throws IOException {
        var id = create("vk-team-1", CREATE);
        use(Objects.requireNonNull(keeper.makers.get(id)).startsWith("a") ? "b" : "a");

        var reply = send("POST", "/v1/responses", "vk-team-1", goingOnFrom(id, more));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("does not lead to");
        assertThat(error(reply, "param")).isEqualTo("previous_response_id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | not_found                   | previous_response_id",
                "404 | model_not_found             | ",
                "400 | previous_response_not_found | previous_response_id",
                "400 | invalid_value               | ",
            })
    void aPreviousResponseThatWasDeletedIsTheFieldAtFault(
            int status, String code, @Nullable String param) throws IOException {
        var id = create("vk-team-1", CREATE);
        gateway.upstream.then(
                Behaviours.json(
                        status, "{\"error\":{\"message\":\"gone\",\"code\":\"" + code + "\"}}"));
        for (var more : new String[] {"", ",\"stream\":true"}) {
            var reply = send("POST", "/v1/responses", "vk-team-1", goingOnFrom(id, more));

            assertThat(reply.status()).isEqualTo(status);
            assertThat(error(reply, "code")).isEqualTo(code);
            assertThat(error(reply, "message")).isEqualTo("gone");
            assertThat(error(reply, "param")).isEqualTo(param == null ? "" : param);
        }
    }

    private static String goingOnFrom(String id, String more) {
        return "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\""
                + id
                + "\""
                + more
                + "}";
    }

    private static String error(CollectingSink reply, String member) {
        return JsonMapper.shared().readTree(reply.text()).path("error").path(member).asString("");
    }

    @ParameterizedTest
    @CsvSource({"PUT, '', 'GET, DELETE'", "GET, /cancel, POST", "POST, /input_items, GET"})
    void otherMethodsAreRefused(String method, String rest, String allowed) throws IOException {
        var reply = send(method, "/v1/responses/r" + rest, "vk-team-1", "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", allowed);
    }

    private String create(String key, String body) throws IOException {
        var reply = send("POST", "/v1/responses", key, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.text().replaceAll("(?s).*\"id\":\"(resp_\\d+)\".*", "$1");
    }

    private CollectingSink send(String method, String path, String key, String body)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                key.isEmpty()
                        ? PlaneHarness.received(method, path, body)
                        : PlaneHarness.received(
                                method, path, body, "authorization", "Bearer " + key),
                sink);
        return sink;
    }

    /// @param candidates providers that the route leads to
    /// @param others further targets of the route
    private void use(String candidates, String... others) {
        var choice = new StringBuilder();
        for (var each : candidates.split(", ", -1)) {
            choice.append("{provider_id: ").append(each).append(", upstream_model: m, weight: 1},");
        }
        var base = gateway.upstream.baseUrl();
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai, base_url: "%1$s/a", network: {max_retries: 0}}
                          - {id: b, provider_type: openai, base_url: "%1$s/b", api_key: b-own,
                             network: {max_retries: 0}}
                        credentials:
                          - {id: one, provider_id: a, attributes: {api_key: a-one}}
                          - {id: two, provider_id: a, attributes: {api_key: a-two}}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              model_selector_strategy: weighted
                              model_targets: [{name: m, candidates: [%2$s]}, %3$s]
                        virtualKeys: [{id: team, value: vk-team-1}, {id: other, value: vk-other}]
                        """
                                .formatted(base, choice, String.join(", ", others))));
    }

    private static String id(CollectingSink reply) {
        return JsonMapper.shared().readTree(reply.text()).path("id").asString();
    }

    /// Makes responses, and knows those alone that were made with the same key at the same place.
    private static final class Keeper implements Behaviour {
        private final Map<String, String> makers = new ConcurrentHashMap<>();
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public void serve(SeenRequest request, Wire wire) throws IOException {
            var place = request.target().replaceAll("/v1/(.)/.*", "$1");
            var maker = place + " " + request.header("authorization");
            var rest = request.target().replaceAll("/v1/./responses/?", "");
            if (rest.isEmpty()) {
                create(request, maker).serve(request, wire);
                return;
            }
            var id = rest.replaceAll("/.*", "");
            boolean known = maker.equals(makers.get(id));
            wire.send(
                    known
                            ? Behaviours.response(200, response(id))
                            : Behaviours.response(404, "{\"error\":{\"code\":\"not_here\"}}"));
        }

        private Behaviour create(SeenRequest request, String maker) {
            var body = JsonMapper.shared().readTree(request.text());
            var previous = body.path("previous_response_id").asString("");
            if (!previous.isEmpty() && !maker.equals(makers.get(previous))) {
                return Behaviours.json(400, "{\"error\":{\"code\":\"previous_not_here\"}}");
            }
            var id = "resp_" + made.incrementAndGet();
            makers.put(id, maker);
            return body.path("stream").asBoolean(false)
                    ? Behaviours.events(
                            event("response.created", id), event("response.completed", id))
                    : Behaviours.json(200, response(id));
        }

        private static String response(String id) {
            return "{\"id\":\""
                    + id
                    + "\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\","
                    + "\"error\":null,\"output\":[],"
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}}";
        }

        private static String event(String type, String id) {
            return "event: "
                    + type
                    + "\ndata: {\"type\":\""
                    + type
                    + "\",\"response\":"
                    + response(id)
                    + "}\n\n";
        }
    }
}
