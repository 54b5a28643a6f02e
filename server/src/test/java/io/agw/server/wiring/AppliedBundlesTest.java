package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Bundles applied to a whole gateway by an admin.
@Timeout(120)
final class AppliedBundlesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String SECRET = "sk-live-openai-text";
    private static final String WHOLE =
            HEAD
                    + """
                    providers:
                    - {id: openai, provider_type: openai, api_key: "${KEY}", network: {max_retries: 1}}
                    managedModels:
                    - {provider_id: openai, upstream_model: gpt-x}
                    llmRoutes:
                    - id: chat
                      protocol: openai
                      target_policy: {type: direct-provider, provider_id: openai}
                    virtualKeys:
                    - {id: team, allowed_route_ids: [chat]}
                    cliAuthAuthenticators:
                    - {name: codex, enabled: true}
                    mcpServices:
                    - {id: m, name: M, transport: sse, url: "http://127.0.0.1:9/sse"}
                    acpServices:
                    - {id: a, name: A, agent_type: codex, cwd: /srv}
                    agents:
                    - {id: ag, name: Ag, runtime: {type: acp, acp: {service_id: a}}}
                    """;

    @TempDir private Path folder;

    @Test
    void aSecondApplyOnlySkipsAndTheKeyStaysAsItWasMade() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            var first = apply(gateway, WHOLE, SECRET);
            assertThat(first.status()).as(first.text()).isEqualTo(200);
            assertThat(first.json().at("/plan/summary/create").asInt()).isEqualTo(8);
            var key = gateway.key("team");

            var second = apply(gateway, WHOLE, SECRET).json().path("plan");

            assertThat(second.at("/summary/skip").asInt()).isEqualTo(8);
            assertThat(second.at("/summary/hasChanges").asBoolean()).isFalse();
            var changed = apply(gateway, WHOLE.replace("id: team,", "id: team, tag: t,"), SECRET);
            assertThat(changed.json().at("/plan/summary/update").asInt()).isEqualTo(1);
            assertThat(key).startsWith("vk-");
            assertThat(gateway.key("team")).isEqualTo(key);
        }
    }

    @Test
    void whatIsExportedIsValidAndChangesNothing() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            apply(gateway, WHOLE, SECRET);
            var export = gateway.admin("GET", "/admin/bundle/export", "").text();
            assertThat(export).doesNotContain(SECRET, gateway.key("team"));

            var validated = gateway.admin("POST", "/admin/bundle/validate", export);
            var planned = gateway.admin("POST", "/admin/bundle/plan", export);
            var applied = gateway.admin("POST", "/admin/bundle/apply", export);

            assertThat(validated.json().path("valid").asBoolean()).as(validated.text()).isTrue();
            assertThat(planned.json().at("/summary/hasChanges").asBoolean())
                    .as(planned.text())
                    .isFalse();
            assertThat(applied.status()).as(applied.text()).isEqualTo(200);
            assertThat(applied.json().at("/plan/summary/skip").asInt()).isEqualTo(8);
        }
    }

    @Test
    void everythingThatIsWrongWithABundleIsSaidAtOnce() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            apply(gateway, WHOLE, SECRET);
            var models =
                    "managedModels: [{provider_id: gone, upstream_model: a},"
                            + " {provider_id: openai, upstream_model: b},"
                            + " {provider_id: torn, upstream_model: c}]\n";

            var validated =
                    gateway.admin(
                            "POST",
                            "/admin/bundle/validate",
                            HEAD + "providers: [{id: torn, provider_typ: echo}]\n" + models);

            assertThat(validated.json().path("valid").asBoolean(true)).isFalse();
            assertThat(validated.json().path("problems").valueStream())
                    .extracting(problem -> problem.path("message").asString())
                    .satisfiesExactlyInAnyOrder(
                            missing -> assertThat(missing).startsWith("provider_type is missing"),
                            unknown -> assertThat(unknown).startsWith("provider_typ: unknown"),
                            lost -> assertThat(lost).startsWith("provider_id: \"gone\" "));
        }
    }

    @Test
    void aChangedSecretIsShownToHaveChangedAndAnIdThatHoldsItsTextIsNotMasked() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            var bundle =
                    WHOLE.replace("openai,", "team-blue,").replace(": openai}", ": team-blue}");
            bundle = bundle.replace("provider_type: team-blue", "provider_type: openai");
            apply(gateway, bundle, "blue");

            var plan = plan(gateway, bundle, "team");

            assertThat(plan.json().at("/changes/0/name").asString()).isEqualTo("team-blue");
            var diff = plan.json().at("/changes/0/diff/0");
            assertThat(diff.path("path").asString()).isEqualTo("/api_key");
            assertThat(diff.path("changed").asBoolean()).isTrue();
            assertThat(diff.has("before") || diff.has("after")).isFalse();
        }
    }

    @Test
    void theGatewaysOwnVariablesAreRefusedEvenWhenACallerSendsThem() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            var bundle =
                    HEAD + "providers: [{id: p, provider_type: openai, api_key: '${AGW_X}'}]\n";

            var refused = send(gateway, "apply", bundle, Map.of("AGW_X", "hunter2"), "{}");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("AGW1202").doesNotContain("hunter2");
        }
    }

    @Test
    void anAdminAndASourcePlanTheSameFilesAlikeByteForByte() throws IOException {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        var file = Files.writeString(bundles.resolve("bundle.yaml"), WHOLE);
        Files.writeString(
                folder.resolve("agwd.yaml"),
                """
                sources:
                  - {id: prod, dir: bundles, mode: plan-only, vars: [{name: KEY, value: %s}]}
                """
                        .formatted(SECRET));
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            var looped = gateway.admin("GET", "/admin/gitops/sources/prod/plan", "");
            var byHand =
                    send(
                            gateway,
                            "plan",
                            Files.readString(file),
                            Map.of("KEY", SECRET),
                            "{\"owner\":\"prod\"}");

            assertThat(comparable(byHand.json())).isEqualTo(comparable(looped.json()));
            assertThat(looped.json().at("/summary/create").asInt()).isEqualTo(8);
        }
    }

    @Test
    void aStaticObjectIsReadOnlyAndMayBeDeclaredAsItIs() throws IOException {
        var provider = HEAD + "providers: [{id: fixed, provider_type: echo}]\n";
        var file = Files.writeString(folder.resolve("static.yaml"), provider);
        var flags = Map.of(Setting.STATIC_CONFIG, List.of(file.toString()));
        try (var gateway = RunningGateway.start(folder, flags)) {
            var view = gateway.admin("GET", "/admin/llm/providers/fixed", "").json();
            assertThat(view.path("source").asString()).isEqualTo("static");
            assertThat(view.path("read_only").asBoolean()).isTrue();
            var body = "{\"id\":\"fixed\",\"provider_type\":\"echo\",\"disabled\":true}";
            for (var write :
                    List.of(
                            gateway.admin("PUT", "/admin/llm/providers/fixed", body),
                            gateway.admin("DELETE", "/admin/llm/providers/fixed", ""),
                            gateway.admin("POST", "/admin/llm/providers/fixed/disable", ""))) {
                assertThat(write.status()).isEqualTo(409);
                assertThat(write.json().path("code").asString()).isEqualTo("read_only");
            }

            var equal = apply(gateway, provider, SECRET);
            var other = apply(gateway, provider.replace("echo}", "echo, disabled: true}"), SECRET);

            assertThat(equal.json().at("/plan/summary/skip").asInt()).as(equal.text()).isEqualTo(1);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.json().path("code").asString()).isEqualTo("conflict");
        }
    }

    @Test
    void whatIsAppliedServesAtOnce() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            apply(
                    gateway,
                    WHOLE.replace(
                            "provider_type: openai, api_key: \"${KEY}\"", "provider_type: echo"),
                    SECRET);

            assertThat(gateway.chat(gateway.key("team"), "gpt-x").status()).isEqualTo(200);
            assertThat(gateway.chat("vk-nobody", "gpt-x").status()).isEqualTo(401);
        }
    }

    @Test
    void whoMayNotUseARouteLearnsNoPathOfItAndADisabledRouteIsSaidToBeOne() {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            apply(gateway, WHOLE, SECRET);
            var key = gateway.key("team");

            assertThat(gateway.data("POST", "/v1/projects/nonsense", "vk-nobody", "{}").status())
                    .isEqualTo(401);
            assertThat(gateway.data("POST", "/v1/projects/nonsense", key, "{}").code())
                    .isEqualTo("path_not_found");
            gateway.admin("POST", "/admin/llm/routes/chat/disable", "");
            assertThat(gateway.chat(key, "gpt-x").status()).isEqualTo(403);
            assertThat(gateway.chat(key, "gpt-x").code()).isEqualTo("route_disabled");
        }
    }

    private static String comparable(JsonNode plan) {
        var comparable = (ObjectNode) plan.deepCopy();
        comparable.remove(List.of("tool", "planId"));
        if (comparable.get("target") instanceof ObjectNode target) {
            target.remove("revision");
        }
        return comparable.toString();
    }

    private static RunningGateway.Answer apply(
            RunningGateway gateway, String bundle, String secret) {
        return send(gateway, "apply", bundle, Map.of("KEY", secret), "{\"show_unchanged\":true}");
    }

    private static RunningGateway.Answer plan(
            RunningGateway gateway, String bundle, String secret) {
        return send(gateway, "plan", bundle, Map.of("KEY", secret), "{}");
    }

    private static RunningGateway.Answer send(
            RunningGateway gateway,
            String verb,
            String bundle,
            Map<String, String> variables,
            String options) {
        var body = JSON.createObjectNode();
        body.putArray("files").addObject().put("path", "bundle.yaml").put("content", bundle);
        variables.forEach(body.putObject("variables")::put);
        body.set("options", JSON.readTree(options));
        return gateway.admin("POST", "/admin/bundle/" + verb, body.toString());
    }
}
