package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.AdminHarness.Reply;
import io.agw.server.admin.api.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
final class BundlesTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String PROVIDER = "providers:\n- {id: p, provider_type: echo}\n";
    private static final String ROUTE =
            "llmRoutes:\n- {id: r, protocol: openai, target_policy: {provider_id: p}}\n";

    private final AdminHarness admin = new AdminHarness();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void anApplyIsAllAndThenNothing() {
        var first = post("apply", body(PROVIDER + ROUTE));
        var second = post("apply", body(PROVIDER + ROUTE));

        assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
        assertThat(first.body().at("/plan/summary/create").asInt()).isEqualTo(2);
        assertThat(first.body().has("revision")).isTrue();
        assertThat(second.body().at("/plan/summary/skip").asInt()).isEqualTo(2);
        assertThat(second.body().has("revision")).isFalse();
        assertThat(admin.audited()).containsExactly("root bundle.apply admin");
    }

    @Test
    void validationKnowsWhatTheGatewayHolds() {
        var alone = post("validate", body(ROUTE));
        post("apply", body(PROVIDER));
        var met = post("validate", body(ROUTE));
        var counted = post("validate", body(PROVIDER + ROUTE));

        assertThat(alone.body().path("valid").asBoolean()).isFalse();
        assertThat(alone.body().path("problems").toString()).contains("AGW1301");
        assertThat(met.body().path("valid").asBoolean()).as(met.raw().body()).isTrue();
        assertThat(counted.body().at("/counts/providers").asInt()).isEqualTo(1);
        assertThat(counted.body().at("/counts/llm_routes").asInt()).isEqualTo(1);
    }

    @Test
    void validationLooksAtWhatBelongsToOthersToo() {
        var foreign = body(PROVIDER);
        options(foreign).put("owner", "team");
        assertThat(post("apply", foreign).status()).isEqualTo(200);

        var changed =
                post(
                        "validate",
                        body(
                                PROVIDER
                                        + "llmRoutes:\n- {id: r, protocol: openai, target_policy:"
                                        + " {provider_id: nobody}}\n"));

        assertThat(changed.body().path("valid").asBoolean()).isFalse();
        assertThat(changed.body().path("problems").toString())
                .contains("nobody")
                .doesNotContain("AGW1401");
    }

    @Test
    void strictTurnsWarningsIntoARefusal() {
        var warned =
                body(
                        "routes:\n- {id: r, protocol: openai, target_policy: {provider_id: p}}\n"
                                + PROVIDER);
        assertThat(post("validate", warned).body().path("valid").asBoolean()).isTrue();

        options(warned).put("strict", true);

        assertThat(post("validate", warned).body().path("valid").asBoolean()).isFalse();
        var refused = post("apply", warned);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("code").asString()).isEqualTo("invalid_bundle");
    }

    @Test
    void aPlanIsAppliedAsItWasReviewedOrNotAtAll() {
        var planned = post("plan", body(PROVIDER)).body().path("planId").asString();
        var reviewed = body(PROVIDER);
        options(reviewed).put("plan_id", planned);
        assertThat(post("apply", body("providers:\n- {id: q, provider_type: echo}\n")).status())
                .isEqualTo(200);
        assertThat(post("apply", body(PROVIDER)).status()).isEqualTo(200);

        var stale = post("apply", reviewed);

        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body().path("code").asString()).isEqualTo("stale_plan");
    }

    @Test
    void oneYamlFileIsABodyTooWithItsOptionsInTheQuery() {
        var reply =
                admin.call(
                        AdminHarness.as(
                                "root",
                                AdminHarness.PASSWORD,
                                admin.request(
                                                "POST",
                                                "/admin/bundle/plan?owner=team&prune=true&max_deletes=3&show_unchanged=true",
                                                HEAD + PROVIDER)
                                        .header("Content-Type", "application/yaml")));

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body().path("source").asString()).isEqualTo("team");
    }

    @Test
    void aYamlBodyThatIsNoTextIsRefused() {
        var latin1 = (HEAD + PROVIDER + "# \u00fc").getBytes(StandardCharsets.ISO_8859_1);
        var reply =
                admin.call(
                        AdminHarness.as(
                                "root",
                                AdminHarness.PASSWORD,
                                admin.request("POST", "/admin/bundle/plan", "")
                                        .POST(BodyPublishers.ofByteArray(latin1))
                                        .header("Content-Type", "application/yaml")));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("error").asString()).contains("not UTF-8");
    }

    @Test
    void aFileMayBeAsLongAsABundle() {
        var text = new StringBuilder(HEAD).append("providers:\n");
        for (int i = 0; i < 4_000; i++) {
            text.append("- id: provider-").append(i).append("\n  provider_type: echo\n");
            text.append("  network:\n    extra_headers:\n      x-padding: \"");
            text.append("x".repeat(200)).append("\"\n");
        }
        var file = Json.object();
        file.putArray("files")
                .addObject()
                .put("path", "export.yaml")
                .put("content", text.toString());
        assertThat(text.length()).isGreaterThan(1 << 20);

        var reply = post("validate", file);

        assertThat(reply.body().path("valid").asBoolean()).as(reply.raw().body()).isTrue();
    }

    @Test
    void anExportOfManyObjectsLoadsAgainInOneFileAndInManyOfASourcesSize() {
        var text = new StringBuilder("providers:\n");
        for (int i = 0; i < 2_000; i++) {
            text.append("- {id: provider-")
                    .append(i)
                    .append(", provider_type: echo, default_model: ");
            text.append("a-model-with-a-rather-long-name-for-one-that-only-echoes-").append(i);
            text.append(", network: {extra_headers: {x-team: team-").append(i).append("}}}\n");
        }
        assertThat(post("apply", body(text.toString())).status()).isEqualTo(200);

        var whole = admin.get("/admin/bundle/export").raw().body();
        var parts = admin.get("/admin/bundle/export?split=true").body().path("files");
        var one = Json.object();
        one.putArray("files").addObject().put("path", "e.yaml").put("content", whole);
        var many = Json.object();
        many.set("files", parts);

        assertThat(parts.size()).isGreaterThan(1);
        assertThat(parts.valueStream().mapToInt(file -> file.path("content").asString().length()))
                .allMatch(length -> length <= 1 << 18);
        for (var again : new JsonNode[] {one, many}) {
            var plan = post("plan", again);
            assertThat(plan.body().at("/summary/skip").asInt()).isEqualTo(2_000);
            assertThat(plan.body().at("/summary/hasChanges").asBoolean()).isFalse();
        }
    }

    @Test
    void aBodyThatIsNoneIsExplainedWithoutShowingIt() {
        var unknown = body(PROVIDER);
        unknown.put("file", "x");

        assertThat(post("plan", unknown).raw().body()).contains("file").contains("expected");
        assertThat(post("plan", Json.object()).raw().body()).contains("files is missing");
        var malformed = admin.call("POST", "/admin/bundle/plan", "{\"variables\":{\"K\":\"sk-1");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.raw().body()).doesNotContain("sk-1");
    }

    private static ObjectNode body(String text) {
        var body = Json.object();
        body.putArray("files").addObject().put("path", "a.yaml").put("content", HEAD + text);
        return body;
    }

    private static ObjectNode options(ObjectNode body) {
        return body.path("options") instanceof ObjectNode known ? known : body.putObject("options");
    }

    private Reply post(String what, JsonNode body) {
        return admin.call("POST", "/admin/bundle/" + what, body.toString());
    }
}
