package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an admin lets somebody use for a time.
@Timeout(120)
final class AccessOverridesTest {
    private static final String PATH = "/admin/access_overrides";

    @TempDir private Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                llmRoutes:
                - {id: all, protocol: openai, target_policy: {type: direct-provider, provider_id: echo}}
                - id: other
                  protocol: openai
                  match_policy: {path_prefix: /other}
                  target_policy: {type: direct-provider, provider_id: echo}
                teams: [{id: lab}]
                agents: [{id: writer, name: Writer, allowed_route_ids: [all]}]
                virtualKeys:
                - {id: k, team: lab, allowed_models: [small], allowed_route_ids: [all]}
                - {id: bound, agent_id: writer}
                accessPolicies:
                - {id: labs, subjects: {team_ids: [lab]}, allow: {models: [small]}, deny: {models: [never]}}
                """);
        Files.createDirectory(folder.resolve("home"));
        open();
    }

    private void open() {
        gateway =
                RunningGateway.start(
                                folder.resolve("home"),
                                Map.of(
                                        Setting.SOURCES,
                                        List.of(folder.resolve("bundles").toString())),
                                now::get)
                        .awaitReady();
        gateway.awaitPhase("Synced");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aModelIsAllowedUntilTheTimeIsOver() {
        assertThat(chat("k", "big")).isEqualTo(403);

        allow("virtual_key:k", "model", "b*", "1h");

        assertThat(chat("k", "big")).isEqualTo(200);
        assertThat(chat("k", "other")).isEqualTo(403);
        assertThat(chat("k", "never")).isEqualTo(403);
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertThat(chat("k", "big")).isEqualTo(403);
        assertThat(gateway.admin("GET", PATH, "").json().path("items").size()).isZero();
    }

    @Test
    void theNameDoesNotLiftWhatIsDenied() {
        allow("team:lab", "model", "*", "1h");

        assertThat(chat("k", "anything")).isEqualTo(200);
        assertThat(chat("k", "never")).isEqualTo(403);
    }

    @Test
    void routesOfAKeyAndOfAnAgentAreLifted() {
        assertThat(other("k")).isEqualTo(403);
        assertThat(other("bound")).isEqualTo(403);

        allow("virtual_key:k", "route", "other", "1h");
        allow("agent:writer", "route", "oth*", "1h");

        assertThat(other("k")).isEqualTo(200);
        assertThat(other("bound")).isEqualTo(200);
    }

    @Test
    void anAgentMayBeNamedWhoMayNotBeNamedOtherwise() {
        assertThat(asWriter()).isEqualTo(403);

        allow("virtual_key:k", "agent", "writer", "10m");

        assertThat(asWriter()).isEqualTo(200);
    }

    @Test
    void itSurvivesARestartAndCanBeTakenBack() {
        allow("virtual_key:k", "model", "big", "24h");
        gateway.close();
        open();
        assertThat(chat("k", "big")).isEqualTo(200);
        var item = gateway.admin("GET", PATH, "").json().at("/items/0");
        assertThat(item.path("subject").asString()).isEqualTo("virtual_key:k");
        assertThat(item.path("by").asString()).isEqualTo("root");

        assertThat(gateway.admin("DELETE", PATH + "/" + item.path("id").asString(), "").status())
                .isEqualTo(200);

        assertThat(chat("k", "big")).isEqualTo(403);
        assertThat(gateway.admin("DELETE", PATH + "/" + item.path("id").asString(), "").status())
                .isEqualTo(404);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(
                        refused(
                                "{\"subject\":\"route:all\",\"model\":\"m\",\"duration\":\"1h\",\"reason\":\"r\"}"))
                .contains("expected: one of virtual_key, agent, user, team, org, a colon");
        assertThat(refused("{\"subject\":\"user:u\",\"duration\":\"1h\",\"reason\":\"r\"}"))
                .contains("0 of model, agent and route");
        assertThat(
                        refused(
                                "{\"subject\":\"user:u\",\"model\":\"m\",\"route\":\"r\",\"duration\":\"1h\",\"reason\":\"r\"}"))
                .contains("2 of model, agent and route");
        assertThat(
                        refused(
                                "{\"subject\":\"user:u\",\"model\":\"*m\",\"duration\":\"1h\",\"reason\":\"r\"}"))
                .contains("* at the end only");
        assertThat(
                        refused(
                                "{\"subject\":\"user:u\",\"model\":\"m\",\"duration\":\"25h\",\"reason\":\"r\"}"))
                .contains("at most a day");
        assertThat(refused("{\"subject\":\"user:u\",\"model\":\"m\",\"duration\":\"1h\"}"))
                .contains("reason is missing");
    }

    private String refused(String body) {
        var answer = gateway.admin("POST", PATH, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json().toString().replace("\\\"", "\"");
    }

    private void allow(String subject, String sort, String name, String duration) {
        var body =
                "{\"subject\":\"%s\",\"%s\":\"%s\",\"duration\":\"%s\",\"reason\":\"incident\"}"
                        .formatted(subject, sort, name, duration);
        var answer = gateway.admin("POST", PATH, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private int chat(String key, String model) {
        return gateway.chat(gateway.key(key), model).status();
    }

    private int other(String key) {
        return gateway.data(
                        "POST",
                        "/other/v1/chat/completions",
                        gateway.key(key),
                        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .status();
    }

    private int asWriter() {
        return gateway.post(
                        "/v1/chat/completions",
                        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                        "Authorization",
                        "Bearer " + gateway.key("k"),
                        "x-agent-id",
                        "writer")
                .statusCode();
    }
}
