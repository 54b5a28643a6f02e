package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.SecretValue;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ObjectsTest {
    private static final String PROVIDER =
            "{\"id\":\"p\",\"provider_type\":\"openai\",\"api_key\":\"sk-secret\",\"base_url\":\"http://127.0.0.1:9/v1\"}";

    private final AdminHarness admin = new AdminHarness();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void anObjectIsCreatedReadReplacedAndDeleted() {
        var created = admin.call("POST", "/admin/llm/providers", PROVIDER);
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        assertThat(created.body().path("owner").asString()).isEqualTo("admin");

        var replaced =
                admin.call(
                        "PUT",
                        "/admin/llm/providers/p",
                        PROVIDER.replace("openai", "echo")
                                .replace(",\"base_url\":\"http://127.0.0.1:9/v1\"", ""));
        assertThat(replaced.status()).as(replaced.raw().body()).isEqualTo(200);
        assertThat(replaced.body().path("provider_type").asString()).isEqualTo("echo");
        assertThat(replaced.body().path("created_at")).isEqualTo(created.body().path("created_at"));
        assertThat(replaced.body().path("resource_version").asLong())
                .isGreaterThan(created.body().path("resource_version").asLong());

        assertThat(
                        admin.call("DELETE", "/admin/llm/providers/p", "")
                                .body()
                                .path("status")
                                .asString())
                .isEqualTo("deleted");
        assertThat(admin.get("/admin/llm/providers/p").status()).isEqualTo(404);
    }

    @Test
    void aSecretIsNeverShownAndItsMaskKeepsIt() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);
        var view = admin.get("/admin/llm/providers/p");
        assertThat(view.raw().body()).doesNotContain("sk-secret").contains("********");

        var kept =
                admin.call(
                        "PUT",
                        "/admin/llm/providers/p",
                        PROVIDER.replace("sk-secret", "********").replace("/v1", "/v2"));

        assertThat(kept.status()).as(kept.raw().body()).isEqualTo(200);
        var stored = admin.store.config().state().objects().values().iterator().next();
        var secret = admin.store.config().reveal(stored.current()).secrets().get("/api_key");
        assertThat(secret)
                .isInstanceOfSatisfying(
                        SecretValue.Given.class,
                        given -> assertThat(given.text().reveal()).isEqualTo("sk-secret"));
    }

    @Test
    void aSecondObjectOfAnIdIsAConflict() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);

        var again = admin.call("POST", "/admin/llm/providers", PROVIDER);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().path("code").asString()).isEqualTo("exists");
    }

    @Test
    void whatIsMissingIs404ForEveryMethodAndKind() {
        for (var kind : Kind.values()) {
            var path =
                    admin.api.endpoints().stream()
                            .filter(endpoint ->
                                    endpoint.summary()
                                            .equals(
                                                    "Delete a "
                                                            + kind.word().replace('_', ' ')
                                                            + "."))
                            .findFirst()
                            .orElseThrow()
                            .template()
                            .replaceAll("\\{[a-z_]+}", "codex");
            assertThat(admin.get(path).status()).as("GET " + path).isEqualTo(404);
            assertThat(admin.call("DELETE", path, "").status()).as("DELETE " + path).isEqualTo(404);
            assertThat(admin.call("POST", path + "/enable", "").status())
                    .as("enable " + path)
                    .isEqualTo(404);
        }
    }

    @Test
    void allThatIsWrongWithABodyIsSaidAtOnce() {
        var refused =
                admin.call(
                        "POST",
                        "/admin/llm/providers",
                        "{\"id\":\"a/b\",\"provider_typ\":\"openai\",\"disabled\":\"yes\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("problems").size()).isGreaterThanOrEqualTo(3);
        assertThat(refused.raw().body()).contains("provider_type");
    }

    @Test
    void whatIsSaidFirstIsAnErrorAndNotAWarningBeforeIt() {
        var refused =
                admin.call(
                        "POST",
                        "/admin/llm/routes",
                        "{\"id\":\"r\",\"protocol\":\"openai\",\"target_policy\":{\"provider_id\":\"p\"},"
                                + "\"tags\":{}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/problems/0/severity").asString()).isEqualTo("warning");
        assertThat(refused.body().path("error").asString()).contains("tags").contains("more)");
    }

    @Test
    void anotherIdThanThePathsIsRefused() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);

        assertThat(
                        admin.call(
                                        "PUT",
                                        "/admin/llm/providers/p",
                                        PROVIDER.replace("\"p\"", "\"q\""))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void serverManagedMembersAreRefused() {
        var refused =
                admin.call(
                        "POST",
                        "/admin/llm/providers",
                        PROVIDER.replace("}", ",\"created_at\":\"2026-01-01T00:00:00Z\"}"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body()).contains("created_at");
    }

    @Test
    void anObjectIsSwitchedOffAndOn() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);

        assertThat(
                        admin.call("POST", "/admin/llm/providers/p/disable", "")
                                .body()
                                .path("disabled")
                                .asBoolean())
                .isTrue();
        assertThat(
                        admin.call("POST", "/admin/providers/p/enable", "")
                                .body()
                                .path("disabled")
                                .asBoolean())
                .isFalse();
    }

    @Test
    void whatIsReferredToCannotBeDeleted() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);
        var route =
                admin.call(
                        "POST",
                        "/admin/routes",
                        "{\"id\":\"r\",\"protocol\":\"openai\",\"target_policy\":{\"type\":\"direct-provider\",\"provider_id\":\"p\"}}");
        assertThat(route.status()).as(route.raw().body()).isEqualTo(201);

        var refused = admin.call("DELETE", "/admin/llm/providers/p", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("code").asString()).isEqualTo("in_use");
        assertThat(refused.raw().body()).contains("llm_route/r");
    }

    @Test
    void aDanglingReferenceIsRefused() {
        var refused =
                admin.call(
                        "POST",
                        "/admin/llm/routes",
                        "{\"id\":\"r\",\"protocol\":\"openai\",\"target_policy\":{\"type\":\"direct-provider\",\"provider_id\":\"nobody\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body()).contains("nobody");
    }

    @Test
    void aVirtualKeysTextIsShownToAnAdminAlone() {
        var created = admin.call("POST", "/admin/virtual_keys", "{\"id\":\"k\"}");
        assertThat(created.body().path("key").asString()).isEqualTo("vk-generated-1");

        assertThat(admin.get("/admin/virtual_keys/k").body().path("key").asString())
                .isEqualTo("vk-generated-1");
        assertThat(admin.get("/admin/virtual_keys").raw().body())
                .doesNotContain("vk-generated-1")
                .contains("...");
        var viewer =
                admin.call(
                        AdminHarness.as(
                                "eve",
                                AdminHarness.PASSWORD,
                                admin.request("GET", "/admin/virtual_keys/k", "")));
        assertThat(viewer.raw().body()).doesNotContain("vk-generated-1");
    }

    @Test
    void aManagedModelIsAddressedByItsEncodedName() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);
        var created =
                admin.call(
                        "POST",
                        "/admin/llm/models/managed",
                        "{\"provider_id\":\"p\",\"upstream_model\":\"org/model\"}");
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);

        assertThat(admin.get("/admin/llm/models/managed/p/org%2Fmodel").status()).isEqualTo(200);
        assertThat(admin.get("/admin/llm/models/managed?provider_id=p").body().path("items").size())
                .isEqualTo(1);
        assertThat(admin.get("/admin/llm/models/managed?provider_id=q").body().path("items").size())
                .isZero();
        assertThat(admin.get("/admin/llm/models/managed?provder_id=q").status()).isEqualTo(400);
    }

    @Test
    void everyWriteLeavesAnAuditEntry() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);
        admin.call("POST", "/admin/llm/providers/p/disable", "");
        admin.call("DELETE", "/admin/llm/providers/p", "");

        assertThat(admin.store.audit().list(0, 10))
                .extracting(entry -> entry.draft().actor() + " " + entry.draft().action())
                .containsExactly(
                        "root provider.delete", "root provider.disable", "root provider.create");
    }

    @Test
    void oneOfManyCreatesAtOnceWins() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var creates =
                    Collections.nCopies(
                            8,
                            (Callable<Integer>)
                                    () ->
                                            admin.call("POST", "/admin/llm/providers", PROVIDER)
                                                    .status());
            var statuses = new ArrayList<Integer>();
            for (var answer : callers.invokeAll(creates)) {
                statuses.add(answer.get());
            }

            assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        }
    }

    @Test
    void aViewSentBackNamesWhatTheServerManages() {
        admin.call("POST", "/admin/llm/providers", PROVIDER);
        var view = admin.get("/admin/llm/providers/p").raw().body();

        var refused = admin.call("PUT", "/admin/llm/providers/p", view);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("problems"))
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem.path("message").asString())
                                .endsWith("is managed by the server (expected: not set)"));
    }

    @Test
    void everyKindIsListedAndStrangeIdsAreNoPaths() {
        for (var kind : Kind.values()) {
            var path = base(kind);
            assertThat(admin.get(path).body().path("items").isArray()).as(path).isTrue();
            for (var id : new String[] {"a%2Fb", "a%5Cb", "%2e%2e", "%00", "%ff", "%F0%9F%92%A9"}) {
                assertThat(admin.get(path + "/" + id).status()).as(path + "/" + id).isIn(400, 404);
            }
        }
    }

    /// Where a kind's objects are, as the endpoints themselves say.
    private String base(Kind kind) {
        return admin.api.endpoints().stream()
                .filter(endpoint -> endpoint.method().equals("POST"))
                .filter(endpoint ->
                        endpoint.accepts() instanceof Accepts.BundleObject(var taken)
                                && taken == kind)
                .map(Endpoint::template)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBodyOfUpToOneMebibyteIsRead() {
        var text = "x".repeat(600_000);

        var reply =
                admin.call(
                        "POST",
                        "/admin/llm/providers",
                        PROVIDER.replace("\"openai\"", "\"" + text + "\""));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.raw().body()).contains("provider_type").doesNotContain("split the file");
        assertThat(
                        admin.call("POST", "/admin/llm/providers", PROVIDER + " ".repeat(1 << 20))
                                .status())
                .isEqualTo(413);
    }
}
