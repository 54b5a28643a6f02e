package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for objects of every kind.
@Timeout(60)
final class FamiliesTest {
    /// Objects of every kind in an order in which they can be made.
    ///
    /// @param path of the collection
    /// @param one path of the object below it
    /// @param body members, without the braces
    /// @param change a further member
    private record Family(String path, String one, String body, String change) {
        String whole(String... more) {
            return "{" + body + (more.length == 0 ? "" : "," + String.join(",", more)) + "}";
        }
    }

    private static final List<Family> FAMILIES =
            List.of(
                    new Family(
                            "/admin/llm/providers",
                            "/p",
                            "'id':'p','provider_type':'openai','api_key':'sk-1'",
                            "'default_model':'m'"),
                    new Family(
                            "/admin/llm/models/managed",
                            "/p/m",
                            "'provider_id':'p','upstream_model':'m'",
                            "'enabled':false"),
                    new Family(
                            "/admin/llm/pricing",
                            "/mp",
                            "'id':'mp','match':{'provider_id':'p','model':'m*'},'input_per_1m_usd':'3.00'",
                            "'output_per_1m_usd':'15'"),
                    new Family(
                            "/admin/credentials",
                            "/c",
                            "'id':'c','provider_id':'p','attributes':{'api_key':'sk-2'}",
                            "'priority':3"),
                    new Family(
                            "/admin/llm/routes",
                            "/r",
                            "'id':'r','protocol':'openai','target_policy':{'type':'direct-provider','provider_id':'p'}",
                            "'tag':'t'"),
                    new Family(
                            "/admin/cliauth/authenticators",
                            "/codex",
                            "'name':'codex'",
                            "'enabled':true"),
                    new Family(
                            "/admin/mcp/services",
                            "/ms",
                            "'id':'ms','name':'M','transport':'sse','url':'http://127.0.0.1:9/sse'",
                            "'disabled':true"),
                    new Family(
                            "/admin/mcp/routes",
                            "/mr",
                            "'id':'mr','service_id':'ms','match_policy':{'path_prefix':'/mcp'}",
                            "'disabled':true"),
                    new Family(
                            "/admin/acp/services",
                            "/as",
                            "'id':'as','name':'A','agent_type':'codex','cwd':'/srv'",
                            "'disabled':true"),
                    new Family(
                            "/admin/acp/routes",
                            "/ar",
                            "'id':'ar','service_id':'as','match_policy':{'path_prefix':'/acp'}",
                            "'disabled':true"),
                    new Family(
                            "/admin/virtual_keys",
                            "/k",
                            "'id':'k','allowed_route_ids':['r','mr','ar']",
                            "'tag':'t'"),
                    new Family("/admin/teams", "/t", "'id':'t','org':'acme'", "'disabled':true"),
                    new Family(
                            "/admin/rate_limits",
                            "/rl",
                            "'id':'rl','subject':{'type':'virtual_key','id':'k'},'requests':'5/min'",
                            "'burst':2"),
                    new Family(
                            "/admin/guardrails",
                            "/g",
                            "'id':'g','type':'pii','stage':'input','action':'block'",
                            "'on_error':'open'"),
                    new Family(
                            "/admin/caches", "/ca", "'id':'ca','type':'exact'", "'scope':'route'"),
                    new Family(
                            "/admin/budgets",
                            "/b",
                            "'id':'b','subject':{'type':'team','id':'t'},'limits':{'day':'5.00'}",
                            "'on_exceed':['deny']"),
                    new Family(
                            "/admin/agents",
                            "/ag",
                            "'id':'ag','name':'Ag','runtime':{'type':'acp','acp':{'service_id':'as'}}",
                            "'description':'d'"));

    private final AdminHarness admin = new AdminHarness();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void everyKindIsCreatedListedReadReplacedAndDeleted() {
        for (var family : FAMILIES) {
            var one = family.path() + family.one();
            var created = call("POST", family.path(), family.whole());
            assertThat(created.status()).as(family + created.raw().body()).isEqualTo(201);
            assertThat(admin.get(family.path()).body().path("items").size()).isEqualTo(1);
            var read = admin.get(one);
            assertThat(read.status()).as(one).isEqualTo(200);

            var replaced = call("PUT", one, family.whole(family.change()));
            assertThat(replaced.status()).as(replaced.raw().body()).isEqualTo(200);
            assertThat(replaced.body().path("created_at").asString())
                    .isNotEmpty()
                    .isEqualTo(read.body().path("created_at").asString());
            assertThat(replaced.body().path("resource_version").asLong())
                    .isGreaterThan(read.body().path("resource_version").asLong());
            assertThat(call("POST", family.path(), family.whole()).status())
                    .as("second " + one)
                    .isEqualTo(409);
        }
        for (var family : FAMILIES.reversed()) {
            var one = family.path() + family.one();
            assertThat(admin.call("DELETE", one, "").status()).as("DELETE " + one).isEqualTo(200);
            assertThat(admin.get(one).status()).isEqualTo(404);
        }
    }

    @Test
    void membersThatTheGatewayKeepsAreRefusedFromClients() {
        for (var family : FAMILIES) {
            for (var member : new String[] {"created_at", "updated_at"}) {
                var refused =
                        call(
                                "POST",
                                family.path(),
                                family.whole("'" + member + "':'2026-01-01T00:00:00Z'"));
                assertThat(refused.status()).as(family.path() + " " + member).isEqualTo(400);
                assertThat(refused.raw().body()).contains(member);
            }
        }
    }

    @Test
    void anIdWithASlashIsRefusedWhereIdsAreGiven() {
        for (var family : FAMILIES) {
            if (family.body().startsWith("'id':'")) {
                var body = family.whole().replaceFirst("'id':'", "'id':'a/");
                var refused = call("POST", family.path(), body);
                assertThat(refused.status()).as(body).isEqualTo(400);
                assertThat(refused.raw().body()).contains("a/");
            }
        }
    }

    @Test
    void anIdThatTheGatewayMakesLeadsToItsObject() {
        call("POST", "/admin/mcp/services", FAMILIES.get(6).whole());
        var body = "{'service_id':'ms','match_policy':{'path_prefix':'/tools'}}";

        var created = call("POST", "/admin/mcp/routes", body);

        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        var one = "/admin/mcp/routes/" + created.body().path("id").asString();
        assertThat(admin.get(one).status()).as(one).isEqualTo(200);
        assertThat(
                        call("PUT", one, body.replace("{'service", "{'disabled':true,'service"))
                                .status())
                .isEqualTo(200);
        assertThat(admin.call("DELETE", one, "").status()).isEqualTo(200);
    }

    @Test
    void routesOfEachProtocolHaveListsOfTheirOwn() {
        FAMILIES.forEach(family -> call("POST", family.path(), family.whole()));

        assertThat(admin.get("/admin/llm/routes").body().at("/items/0/id").asString())
                .isEqualTo("r");
        assertThat(admin.get("/admin/mcp/routes").body().at("/items/0/id").asString())
                .isEqualTo("mr");
        assertThat(admin.get("/admin/acp/routes").body().at("/items/0/id").asString())
                .isEqualTo("ar");
        for (var path : new String[] {"/admin/llm/routes", "/admin/mcp/routes"}) {
            assertThat(admin.get(path).body().path("items").size()).isEqualTo(1);
        }
    }

    @Test
    void ofTwoAgentsForOneServiceExactlyOneIsMade() throws Exception {
        for (int round = 0; round < 5; round++) {
            call("POST", "/admin/acp/services", FAMILIES.get(8).whole());
            var creates = new ArrayList<Callable<Integer>>();
            for (var id : List.of("one", "two")) {
                creates.add(() ->
                        call(
                                        "POST",
                                        "/admin/agents",
                                        FAMILIES.getLast().whole().replace("'ag'", "'" + id + "'"))
                                .status());
            }

            var statuses = new ArrayList<Integer>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(creates)) {
                    statuses.add(answer.get());
                }
            }

            assertThat(statuses).containsExactlyInAnyOrder(201, 400);
            assertThat(admin.get("/admin/agents").body().path("items").size()).isEqualTo(1);
            admin.call("DELETE", "/admin/agents/one", "");
            admin.call("DELETE", "/admin/agents/two", "");
        }
    }

    @Test
    void anAgentBindsOnlyWhatIsThereAndItsOwn() {
        FAMILIES.stream().limit(10).forEach(family -> call("POST", family.path(), family.whole()));
        call(
                "POST",
                "/admin/acp/services",
                "{'id':'other','name':'O','agent_type':'codex','cwd':'/srv'}");
        var dangling = FAMILIES.getLast().whole().replace("'as'", "'nobody'");
        var route = FAMILIES.getLast().whole("'routes':{'llm_route_ids':['nobody']}");
        var foreign =
                FAMILIES.getLast()
                        .whole("'routes':{'acp_route_ids':['ar']}")
                        .replace("'as'", "'other'");

        for (var body : List.of(dangling, route, foreign)) {
            assertThat(call("POST", "/admin/agents", body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void aProvidersKeyIsNoCredentialAndACredentialNeedsItsProvider() {
        call("POST", "/admin/llm/providers", FAMILIES.getFirst().whole());

        assertThat(admin.get("/admin/credentials").body().path("items").size()).isZero();
        var refused =
                call(
                        "POST",
                        "/admin/credentials",
                        "{'id':'c','provider_id':'nobody','attributes':{'api_key':'sk-2'}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body()).contains("nobody").doesNotContain("sk-2");
    }

    private AdminHarness.Reply call(String method, String path, String body) {
        return admin.call(method, path, body.replace('\'', '"'));
    }
}
