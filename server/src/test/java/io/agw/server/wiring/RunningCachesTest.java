package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.LogSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A cache of a running gateway: what operators see of it and do to it, what a restart and another
/// configuration leave of it, and that nobody but clients sees what it holds.
@Timeout(120)
final class RunningCachesTest {
    private static final String STATUS = "/admin/caches/c/status";
    private static final String ENTRIES = "/admin/caches/c/entries";

    @TempDir private Path folder;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(
                folder.resolve("agwd.yaml"),
                """
                admin:
                  tokens:
                  - {name: a-viewer, role: viewer, token_hash: 'sha256:%s'}
                  - {name: an-operator, role: operator, token_hash: 'sha256:%s'}
                """
                        .formatted(digest(token("viewer")), digest(token("operator"))));
        gateway = RunningGateway.start(folder, Map.of());
        apply("scope: route, ttl: 1h", "echo-1");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aViewerSeesHowMuchItHoldsAndAnOperatorHasItForgetThat() {
        assertThat(ask("one", "hi")).isEqualTo("miss");
        assertThat(ask("two", "hi")).isEqualTo("hit");
        var status = gateway.adminAs(token("viewer"), "GET", STATUS, "").json();
        assertThat(status.path("serving").asBoolean()).isTrue();
        assertThat(status.path("entries").asInt()).isOne();
        assertThat(status.path("bytes").asInt()).isPositive();
        assertThat(status.path("hits").asInt()).isOne();
        assertThat(status.path("misses").asInt()).isOne();

        var refused = gateway.adminAs(token("viewer"), "DELETE", ENTRIES, "");
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        assertThat(refused.text()).contains("a-viewer has role viewer (expected: operator)");
        assertThat(ask("one", "hi")).isEqualTo("hit");

        var purged = gateway.adminAs(token("operator"), "DELETE", ENTRIES, "");
        assertThat(purged.status()).as(purged.text()).isEqualTo(200);
        assertThat(purged.json().path("status").asString()).isEqualTo("purged");
        assertThat(purged.json().path("entries").asInt()).isOne();
        assertThat(entries()).isZero();
        assertThat(ask("two", "hi")).isEqualTo("miss");
        var acts = gateway.admin("GET", "/admin/audit?kind=admin&action=cache.purge", "").json();
        assertThat(acts.path("items")).hasSize(1);
        assertThat(acts.at("/items/0/actor").asString()).isEqualTo("an-operator");
        assertThat(gateway.admin("GET", STATUS.replace("/c/", "/x/"), "").status()).isEqualTo(404);
        assertThat(gateway.admin("DELETE", ENTRIES.replace("/c/", "/x/"), "").status())
                .isEqualTo(404);
    }

    @Test
    void aRestartBeginsWithNone() {
        assertThat(ask("one", "hi")).isEqualTo("miss");
        assertThat(ask("one", "hi")).isEqualTo("hit");

        restart();

        assertThat(entries()).isZero();
        assertThat(ask("one", "hi")).isEqualTo("miss");
        assertThat(ask("two", "hi")).isEqualTo("hit");
    }

    @Test
    void noAnswerIsGivenByTheRulesOfAnEarlierBundle() {
        assertThat(ask("one", "hi")).isEqualTo("miss");
        assertThat(ask("two", "hi")).as("both share").isEqualTo("hit");

        apply("scope: virtual_key, ttl: 1h", "echo-1");
        assertThat(ask("two", "hi")).as("each has its own").isEqualTo("miss");
        assertThat(ask("one", "hi")).as("also who was first").isEqualTo("miss");
        assertThat(ask("one", "hi")).isEqualTo("hit");

        apply("scope: virtual_key, ttl: 2h", "echo-1");
        assertThat(ask("one", "hi")).as("kept for another time").isEqualTo("miss");
    }

    @Test
    void anotherModelBehindARouteHasAnswersOfItsOwn() {
        assertThat(ask("one", "hi")).isEqualTo("miss");

        apply("scope: route, ttl: 1h", "echo-2");
        assertThat(entries()).as("the cache is the same").isOne();
        assertThat(ask("one", "hi")).as("another model answers").isEqualTo("miss");

        apply("scope: route, ttl: 1h", "echo-1");
        assertThat(ask("one", "hi")).as("the first one again").isEqualTo("hit");
    }

    @Test
    void whatIsKeptIsInNoLogFileMetricOrAnswerToAnAdmin() {
        var canaries = new Canaries();
        var outputs = new Outputs(canaries);
        var logs = outputs.log(LogSettings.Format.JSON);
        try {
            var said = canaries.plant("prompt, and so the answer of echo");
            assertThat(ask("one", said)).isEqualTo("miss");
            assertThat(ask("two", said)).isEqualTo("hit");
            new UsageRows(folder).await(2);

            var ids = List.of("c", trace());
            for (var path : Outputs.readable(gateway, ids)) {
                outputs.add(path, gateway.admin("GET", path, ""));
            }
            outputs.add("metrics", gateway.admin("GET", "/metrics/prometheus", ""));
            assertThat(entries()).as("held all the while").isOne();
            outputs.add("purge", gateway.admin("DELETE", ENTRIES, ""));
            restart();
            outputs.addFiles(folder);
        } finally {
            logs.uninstall();
        }

        assertThat(outputs.leaks()).isEmpty();
        assertThat(outputs.logged()).isNotEmpty();
    }

    /// Has a key ask; echo answers with the question.
    ///
    /// @return what the answer says of the cache
    private String ask(String key, String text) {
        var answer =
                gateway.data(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key(key),
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                .formatted(text));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains(text);
        return answer.headers().firstValue("x-agw-cache").orElse("none");
    }

    private int entries() {
        return gateway.admin("GET", STATUS, "").json().path("entries").asInt(-1);
    }

    private String trace() {
        var traces = gateway.admin("GET", "/admin/traces", "").json().path("items");
        assertThat(traces).isNotEmpty();
        return traces.at("/0/trace_id").asString();
    }

    private void restart() {
        gateway.close();
        gateway = RunningGateway.start(folder, Map.of());
    }

    /// Once this returns, it serves.
    private void apply(String cache, String model) {
        var bundle =
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                virtualKeys: [{id: one}, {id: two}]
                caches: [{id: c, type: exact, %s}]
                llmRoutes:
                - id: chat
                  protocol: openai
                  cache_id: c
                  target_policy:
                    type: logical-model
                    model_targets:
                    - name: m
                      candidates: [{provider_id: echo, upstream_model: %s}]
                """
                        .formatted(cache, model);
        var applied = gateway.admin("POST", "/admin/bundle/apply", bundle);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    }

    private static String token(String role) {
        return "agwadm_" + role;
    }

    private static String digest(String token) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
