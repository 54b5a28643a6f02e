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

/// Limits of budgets that an admin changes for a time.
@Timeout(120)
final class BudgetOverridesTest {
    private static final String PATH = "/admin/budgets/turns/override";

    @TempDir private Path folder;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));
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
                virtualKeys: [{id: k}, {id: free}]
                budgets:
                - {id: turns, subject: {type: virtual_key, id: k}, turn_limits: {day: 1, total: 100}}
                - {id: vendor, subject: {type: provider, id: echo}, turn_limits: {month: 100}}
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
    void aRaisedLimitEndsThePauseUntilItsTimeIsOver() {
        assertThat(chat()).isEqualTo(200);
        assertThat(chat()).isEqualTo(403);

        override("day", "3", "1h");

        assertThat(chat()).isEqualTo(200);
        assertThat(limit()).isEqualTo("3");
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertThat(chat()).isEqualTo(403);
        assertThat(limit()).isEqualTo("1");
        assertThat(gateway.admin("GET", "/admin/budget_overrides", "").json().path("items").size())
                .isZero();
    }

    @Test
    void plansAndTheSourceShowItAsDriftAndDoNotTakeItBack() {
        override("day", "3", "1h");

        for (var shown :
                List.of(
                        gateway.admin("GET", "/admin/gitops/sources/default/plan", "")
                                .json()
                                .path("overrides"),
                        gateway.admin("GET", "/admin/gitops/sources/default", "")
                                .json()
                                .at("/status/overrides"))) {
            assertThat(shown.size()).isEqualTo(1);
            var one = shown.get(0);
            assertThat(one.path("kind").asString() + "/" + one.path("name").asString())
                    .isEqualTo("budget/turns");
            assertThat(one.path("what").asString()).isEqualTo("day of turns");
            assertThat(one.path("before").asString()).isEqualTo("1");
            assertThat(one.path("after").asString()).isEqualTo("3");
            assertThat(one.path("reason").asString()).isEqualTo("launch");
            assertThat(one.path("by").asString()).isNotEmpty();
            assertThat(one.path("expires_at").asString()).isEqualTo("2026-11-28T11:00:00Z");
        }
        gateway.admin("POST", "/admin/gitops/sources/default/reconcile", "{}");
        gateway.awaitPhase("Synced");
        assertThat(limit()).isEqualTo("3");
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertThat(
                        gateway.admin("GET", "/admin/gitops/sources/default", "")
                                .json()
                                .path("status")
                                .has("overrides"))
                .isFalse();
    }

    @Test
    void theOlderPathTakesTheSameBody() {
        var answer = gateway.admin("PUT", "/api/budget/turns", body("day", "turns", "3", "1h"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(limit()).isEqualTo("3");
        assertThat(gateway.admin("PUT", "/api/budget/turns", "{\"max_cost_per_hour\": 5}").status())
                .isEqualTo(400);
    }

    @Test
    void aLoweredLimitStopsWhoHadRoomAndSurvivesARestart() {
        override("day", "3", "24h");
        override("total", "2", "24h");
        assertThat(chat()).isEqualTo(200);
        assertThat(chat()).isEqualTo(200);
        assertThat(chat()).isEqualTo(403);

        gateway.close();
        open();

        assertThat(chat()).isEqualTo(403);
        assertThat(gateway.admin("DELETE", PATH, "").status()).isEqualTo(200);
        assertThat(gateway.admin("DELETE", PATH, "").status()).isEqualTo(404);
        assertThat(limit()).isEqualTo("1");
    }

    @Test
    void aProvidersLimitIsAnotherToo() {
        assertThat(gateway.chat(gateway.key("free"), "m").status()).isEqualTo(200);

        var answer =
                gateway.admin(
                        "POST",
                        "/admin/budgets/vendor/override",
                        body("month", "turns", "1", "1h"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(gateway.chat(gateway.key("free"), "m").code()).isEqualTo("budget_exceeded");
    }

    @Test
    void onlyALimitThatThereIsCanBeAnother() {
        assertThat(refused("week", "turns", "5", "1h"))
                .contains("a limit that the budget has: day of turns, total of turns");
        assertThat(refused("day", "dollars", "5", "1h")).contains("day of turns");
        assertThat(refused("day", "turns", "0", "1h")).contains("a whole number, more than 0");
        assertThat(refused("day", "turns", "1.5", "1h")).contains("a whole number");
        assertThat(refused("day", "turns", "5", "32d")).contains("at most 31 days");
        assertThat(
                        gateway.admin(
                                        "POST",
                                        "/admin/budgets/none/override",
                                        body("day", "turns", "5", "1h"))
                                .status())
                .isEqualTo(404);
        assertThat(limit()).isEqualTo("1");
    }

    private String refused(String window, String measure, String limit, String duration) {
        var answer = gateway.admin("POST", PATH, body(window, measure, limit, duration));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.text();
    }

    private void override(String window, String limit, String duration) {
        var answer = gateway.admin("POST", PATH, body(window, "turns", limit, duration));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static String body(String window, String measure, String limit, String duration) {
        return "{\"window\":\"%s\",\"measure\":\"%s\",\"limit\":\"%s\",\"duration\":\"%s\",\"reason\":\"launch\"}"
                .formatted(window, measure, limit, duration);
    }

    private int chat() {
        return gateway.chat(gateway.key("k"), "m").status();
    }

    /// Of a day, as it counts now.
    private String limit() {
        chat();
        return gateway.admin("GET", "/admin/budgets/turns/status", "")
                .json()
                .at("/items/0/limit")
                .asString();
    }
}
