package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is wrong with a bundle, the status says so and clients are served as before. Asked at
/// the data listener, not concluded from the status.
@Timeout(180)
final class LastGoodTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String GOOD =
            HEAD
                    + """
                    providers:
                    - {id: echo, provider_type: echo}
                    llmRoutes:
                    - id: chat
                      protocol: openai
                      target_policy: {type: direct-provider, provider_id: echo}
                    virtualKeys:
                    - {id: team, allowed_route_ids: [chat]}
                    - {id: other, allowed_route_ids: [chat]}
                    """;
    private static final String OWN_SECRET = "vk-key-of-the-gateways-own-environment";

    /// What a bundle may not be, and what the status then says.
    private record Mistake(String what, String bundle, String reason, String code) {}

    private static final List<Mistake> MISTAKES =
            List.of(
                    new Mistake("broken YAML", GOOD + "agents: [\n", "RenderFailed", "AGW1001"),
                    new Mistake("a key twice", GOOD + "providers: []\n", "RenderFailed", "AGW1002"),
                    new Mistake(
                            "an unknown field",
                            GOOD.replace("protocol:", "protocl:"),
                            "ValidationFailed",
                            "AGW1101"),
                    new Mistake(
                            "an id twice",
                            GOOD.replace("id: other", "id: team"),
                            "ValidationFailed",
                            "AGW1105"),
                    new Mistake(
                            "a reference to nobody",
                            GOOD.replace("provider_id: echo", "provider_id: nobody"),
                            "ValidationFailed",
                            "AGW1301"),
                    new Mistake(
                            "an unset variable",
                            GOOD.replace(
                                    "id: echo,", "id: echo, api_key: \"${NOT_SET_ANYWHERE}\","),
                            "VariableNotSet",
                            "AGW1201"),
                    new Mistake(
                            "a secret of the gateway itself",
                            GOOD.replace("id: echo,", "id: echo, api_key: \"${AGW_API_KEY}\","),
                            "ValidationFailed",
                            "AGW1202"),
                    new Mistake(
                            "a secret of the gateway itself, with a default",
                            GOOD.replace("id: echo,", "id: echo, api_key: \"${AGW_API_KEY:-x}\","),
                            "ValidationFailed",
                            "AGW1202"),
                    new Mistake(
                            "the gateway's master key",
                            GOOD.replace(
                                    "id: echo,", "id: echo, api_key: \"${file:data/master.key}\","),
                            "ValidationFailed",
                            "AGW1202"),
                    new Mistake(
                            "what passes every rule and does not compile",
                            GOOD.replace("id: team,", "id: team, value: \"${SAME}\",")
                                    .replace("id: other,", "id: other, value: \"${SAME}\","),
                            "ValidationFailed",
                            "AGW1306"),
                    new Mistake(
                            "most objects gone",
                            HEAD + "providers: [{id: echo, provider_type: echo}]\n",
                            "PruneLimitExceeded",
                            "PruneLimitExceeded"),
                    new Mistake("all objects gone", HEAD, "EmptyBundle", "EmptyBundle"));

    @TempDir private Path folder;
    private Path home;
    private Path bundle;

    @BeforeEach
    void writeTheBundle() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        bundle = Files.createDirectory(folder.resolve("bundles")).resolve("bundle.yaml");
        Files.writeString(bundle, GOOD);
        Files.writeString(
                home.resolve(".env"), "AGW_API_KEY=" + OWN_SECRET + "\nSAME=vk-the-same-text\n");
        Files.writeString(
                home.resolve("agwd.yaml"),
                """
                sources:
                  - dir: %s
                    interval: 1h
                    prune: {enabled: true}
                    vars: ["*"]
                source_files: .
                """
                        .formatted(bundle.getParent()));
    }

    @Test
    void noMistakeInABundleReachesTheTraffic() throws IOException {
        try (var gateway = RunningGateway.start(home, Map.of()).awaitReady()) {
            var key = gateway.key("team");
            for (var mistake : MISTAKES) {
                Files.writeString(bundle, mistake.bundle());
                // at once: that edits are noticed by themselves is shown elsewhere
                gateway.admin("POST", "/admin/gitops/sources/default/reconcile", "{}");
                await(mistake.what())
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() ->
                                assertThat(reason(gateway) + " " + gateway.source())
                                        .startsWith(mistake.reason() + " ")
                                        .contains(mistake.code()));

                assertThat(gateway.chat(key, "m").status()).as(mistake.what()).isEqualTo(200);
                assertThat(gateway.source().toString()).doesNotContain(OWN_SECRET);
                assertThat(gateway.source().at("/lastApplied/counts/create").asInt()).isEqualTo(4);
            }

            Files.writeString(bundle, GOOD);
            gateway.awaitPhase("Synced");
            assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
            var history = gateway.admin("GET", "/admin/gitops/sources/default/history", "").json();
            assertThat(history.path("items").size()).isEqualTo(1);
        }
    }

    @Test
    void aFolderThatGoesAwayTakesNothingAlong() throws IOException {
        try (var gateway = RunningGateway.start(home, Map.of()).awaitReady()) {
            var key = gateway.key("team");
            Files.delete(bundle);
            Files.delete(bundle.getParent());
            assertThat(gateway.admin("POST", "/admin/gitops/sources/default/reconcile", "{}"))
                    .returns(202, RunningGateway.Answer::status);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> reason(gateway), "PathNotFound"::equals);

            assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
        }
        try (var gateway = RunningGateway.start(home, Map.of())) {
            assertThat(gateway.isReady()).isTrue();
            assertThat(gateway.chat(gateway.key("team"), "m").status()).isEqualTo(200);
        }
    }

    @Test
    void aStaticBundleThatIsWrongStopsTheStartAndSaysWhere() throws IOException {
        var file = Files.writeString(folder.resolve("static.yaml"), GOOD + "    nonsense: 1\n");
        var flags = Map.of(Setting.STATIC_CONFIG, List.of(file.toString()));

        assertThatThrownBy(() -> RunningGateway.start(home, flags))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("static.yaml:");
    }

    @Test
    void aSuspendedSourceRefusesToBeReconciled() {
        var source = "/admin/gitops/sources/default";
        try (var gateway = RunningGateway.start(home, Map.of()).awaitReady()) {
            gateway.admin("POST", source + "/suspend", "{\"reason\":\"incident 7\"}");

            var refused = gateway.admin("POST", source + "/reconcile", "{}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("code").asString()).isEqualTo("suspended");
            assertThat(refused.text()).contains("incident 7", "root");
        }
    }

    private static String reason(RunningGateway gateway) {
        return gateway.source()
                .path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString().equals("Ready"))
                .map(condition -> condition.path("reason").asString())
                .findFirst()
                .orElse("");
    }
}
