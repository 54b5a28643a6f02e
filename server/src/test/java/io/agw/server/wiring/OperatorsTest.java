package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an operator does with a running gateway through the Admin API.
@Timeout(120)
final class OperatorsTest {
    private static final String SOURCE = "/admin/gitops/sources/default";

    @TempDir private Path folder;
    private Path bundle;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        var home = Files.createDirectory(folder.resolve("home"));
        bundle = Files.createDirectory(folder.resolve("bundles")).resolve("bundle.yaml");
        write("one");
        gateway =
                RunningGateway.start(
                                home,
                                Map.of(
                                        Setting.SOURCES,
                                        List.of(folder.resolve("bundles").toString())))
                        .awaitReady();
        gateway.awaitPhase("Synced");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aSuspendedSourceIsLeftAloneUntilItIsResumed() {
        assertThat(post("suspend", "{}").status()).isEqualTo(400);
        assertThat(post("suspend", "{\"reason\": 7}").status()).isEqualTo(400);
        assertThat(post("suspend", "{\"reason\": \"x\", \"until\": \"tomorrow\"}").text())
                .contains("until: \\\"tomorrow\\\" (expected: RFC 3339");
        var past = post("suspend", "{\"reason\": \"x\", \"until\": \"2020-01-01T00:00:00Z\"}");
        assertThat(past.status()).isEqualTo(400);
        assertThat(past.text())
                .contains("until: \\\"2020-01-01T00:00:00Z\\\" (expected: a time after now");
        assertThat(gateway.source().path("suspended").isMissingNode()).isTrue();

        var suspended = post("suspend", "{\"reason\": \"maintenance\"}");

        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.json().at("/status/suspended/reason").asString())
                .isEqualTo("maintenance");
        assertThat(suspended.json().at("/status/suspended/actor").asString()).isEqualTo("root");
        var refused = post("reconcile", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("suspended");
        assertThat(post("resume", "").json().at("/status/suspended").isMissingNode()).isTrue();
        assertThat(post("reconcile", "{\"force\": true}").status()).isEqualTo(202);
    }

    @Test
    void aRollbackHoldsTheRevisionBackUntilItIsReleased() throws IOException {
        var key = gateway.key("team");
        write("two");
        gateway.awaitChat(key, "two", 200);
        var history = get("/history").path("items");
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.at("/0/counts/update").asInt()).isEqualTo(1);

        var back = post("rollback", "{\"reason\": \"two is worse\"}");

        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().at("/plan/summary/update").asInt()).isEqualTo(1);
        gateway.awaitChat(key, "one", 200);
        var held = gateway.source().at("/held/0/revision").asString();
        assertThat(held).isEqualTo(history.at("/0/revision").asString());
        assertThat(post("rollback", "{\"to\": 9999}").status()).isEqualTo(404);
        assertThat(post("rollback", "{\"to\": \"first\"}").status()).isEqualTo(400);

        assertThat(post("release", "{\"revision\": \"" + held + "\"}").status()).isEqualTo(200);

        gateway.awaitChat(key, "two", 200);
        var again = post("release", "{\"revision\": \"" + held + "\"}");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text()).contains("is not held back (expected: a held one, and none is)");
    }

    @Test
    void nothingWaitsForApprovalUnlessItDoes() {
        for (var decision : List.of("approve", "reject")) {
            assertThat(post(decision, "{}").status()).isEqualTo(400);
            assertThat(post(decision, "{\"plan_id\": \"p-none\"}").status()).isEqualTo(404);
        }
        assertThat(get("/plan").at("/summary/hasChanges").asBoolean()).isFalse();
        assertThat(gateway.admin("GET", "/admin/gitops/sources/other", "").status()).isEqualTo(404);
        assertThat(gateway.admin("GET", SOURCE + "/history?limit=0", "").status()).isEqualTo(400);
    }

    @Test
    void anObjectOfASourceIsChangedByForceAloneAndPutBackByTheSource() {
        var path = "/admin/llm/routes/chat";

        var refused = gateway.admin("POST", path + "/disable", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("owned");
        assertThat(refused.json().path("owner").asString()).isEqualTo("default");
        assertThat(refused.json().at("/origin/file").asString()).isEqualTo("bundle.yaml");
        assertThat(gateway.admin("POST", path + "/disable?force=true", "").status()).isEqualTo(400);
        assertThat(gateway.admin("POST", path + "/disable?force=yes", "").status()).isEqualTo(400);

        var forced = gateway.admin("POST", path + "/disable?force=true&reason=incident", "");

        assertThat(forced.status()).as(forced.text()).isEqualTo(200);
        assertThat(forced.json().at("/overridden/actor").asString()).isEqualTo("root");
        assertThat(forced.json().path("owner").asString()).isEqualTo("default");
    }

    @Test
    void aProviderTypeIsSwitchedOffForTurnsThatBeginFromNowOn() {
        var key = gateway.key("team");
        assertThat(gateway.chat(key, "one").status()).isEqualTo(200);

        gateway.admin("POST", "/admin/llm/provider_types/echo/disable", "");
        assertThat(gateway.chat(key, "one").status()).isGreaterThanOrEqualTo(400);

        gateway.admin("POST", "/admin/llm/provider_types/echo/enable", "");
        assertThat(gateway.chat(key, "one").status()).isEqualTo(200);
    }

    @Test
    void aChatIsSeenAsATrace() {
        assertThat(gateway.chat(gateway.key("team"), "one").status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).until(() -> !traces().isEmpty());
        var id = traces().get(0).path("trace_id").asString();
        var trace = gateway.admin("GET", "/admin/traces/" + id, "").json();

        assertThat(trace.path("trace_id").asString()).isEqualTo(id);
        assertThat(trace.path("spans").size()).isGreaterThan(1);
        assertThat(gateway.admin("GET", "/admin/traces/none", "").status()).isEqualTo(404);
        assertThat(gateway.admin("GET", "/admin/traces?limit=1001", "").status()).isEqualTo(400);
    }

    private JsonNode traces() {
        return gateway.admin("GET", "/admin/traces?limit=5", "").json().path("items");
    }

    private JsonNode get(String below) {
        return gateway.admin("GET", SOURCE + below, "").json();
    }

    private RunningGateway.Answer post(String what, String body) {
        return gateway.admin("POST", SOURCE + "/" + what, body);
    }

    /// A route that serves one model.
    private void write(String model) throws IOException {
        var next = folder.resolve("next.yaml");
        Files.writeString(
                next,
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                virtualKeys: [{id: team, allowed_route_ids: [chat]}]
                llmRoutes:
                - id: chat
                  protocol: openai
                  target_policy:
                    type: logical-model
                    model_targets:
                    - name: %s
                      candidates: [{provider_id: echo, upstream_model: echo-1}]
                """
                        .formatted(model));
        Files.move(
                next,
                bundle,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
