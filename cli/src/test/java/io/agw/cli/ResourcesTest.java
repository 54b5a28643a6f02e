package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.output.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourcesTest {
    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aCacheIsShownAndPurged() {
        gateway.on(
                "GET /admin/caches/c/status",
                200,
                "{\"cache_id\":\"c\",\"serving\":true,\"entries\":2,\"bytes\":900}");
        gateway.on(
                "DELETE /admin/caches/c/entries",
                200,
                "{\"status\":\"purged\",\"cache_id\":\"c\",\"entries\":2}");

        var shown = agwctl("gateway", "cache", "status", "c");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(Json.read(shown.out()).path("entries").asInt()).isEqualTo(2);

        var purged = agwctl("gateway", "cache", "purge", "c");
        assertThat(purged.code()).as(purged.err()).isZero();
        assertThat(gateway.last().method()).isEqualTo("DELETE");
        assertThat(Json.read(purged.out()).path("status").asString()).isEqualTo("purged");
    }

    @Test
    void aListIsATable() {
        gateway.on(
                "GET /admin/llm/routes",
                200,
                """
                {"items":[
                 {"id":"chat","protocol":"openai","disabled":false,"owner":"admin",
                  "match_policy":{},"target_policy":{"type":"direct-provider","provider_id":"echo"}},
                 {"id":"smart","protocol":"openai","disabled":true,"owner":"prod",
                  "match_policy":{"path_prefix":"/smart"},
                  "target_policy":{"model_targets":[{"name":"fast"},{"name":"good"}]}}]}
                """);

        assertThat(agwctl("gateway", "llm-route", "list").out())
                .isEqualTo(
                        """
                        ID     PROTOCOL  PATH-PREFIX  DISABLED  TARGET     SOURCE
                        -----  --------  -----------  --------  ---------  ------
                        chat   openai    -            no        echo       admin
                        smart  openai    /smart       yes       fast,good  prod
                        """);
    }

    @Test
    void oneObjectIsJsonAndATableOnlyWhenAskedFor() {
        gateway.on(
                "GET /admin/llm/providers/p",
                200,
                "{\"id\":\"p\",\"provider_type\":\"echo\",\"disabled\":false,\"owner\":\"admin\"}");

        assertThat(Json.read(agwctl("gateway", "provider", "get", "p").out()).path("id").asString())
                .isEqualTo("p");
        assertThat(agwctl("gateway", "provider", "get", "p", "-o", "table").out())
                .isEqualTo(
                        """
                        ID  TYPE  DEFAULT-MODEL  DISABLED  SOURCE
                        --  ----  -------------  --------  ------
                        p   echo  -              no        admin
                        """);
        assertThat(agwctl("gateway", "provider", "get", "p", "-o", "yaml").out())
                .startsWith("id: p\n");
    }

    @Test
    void aListIsABareArrayInOtherFormats() {
        gateway.on("GET /admin/agents", 200, "{\"items\":[{\"id\":\"a\",\"version\":1}]}");

        assertThat(Json.read(agwctl("gateway", "agent", "list", "-o", "json").out()).toString())
                .isEqualTo("[{\"id\":\"a\",\"version\":1}]");
        assertThat(agwctl("gateway", "agent", "list", "-o", "yaml").out())
                .isEqualTo("- id: a\n  version: 1\n");
    }

    @Test
    void filtersAreParameters() {
        gateway.on("GET /admin/credentials?type=api_key&provider_id=a%26b", 200, "{\"items\":[]}");

        var result =
                agwctl(
                        "gateway",
                        "credential",
                        "list",
                        "--provider-id",
                        "a&b",
                        "--type",
                        "api_key");

        assertThat(result.code()).isZero();
    }

    @Test
    void idsAreEncodedInPaths() {
        gateway.on("GET /admin/llm/models/managed/openrouter/meta%2Fllama%203", 200, "{}");
        gateway.on("DELETE /admin/mcp/routes/mcp%3Adocs%3Amcp", 200, "{\"status\":\"deleted\"}");

        assertThat(
                        agwctl("gateway", "model", "managed", "get", "openrouter", "meta/llama 3")
                                .code())
                .isZero();
        assertThat(agwctl("gateway", "mcp-route", "delete", "mcp:docs:mcp").out())
                .contains("\"status\": \"deleted\"");
    }

    @Test
    void anOwnedObjectIsChangedByForceWithAReason() {
        gateway.on(
                "POST /admin/llm/providers/p/disable?force=true&reason=on%20fire",
                200, "{\"id\":\"p\",\"disabled\":true}");

        var result =
                agwctl("gateway", "provider", "disable", "p", "--force", "--reason", "on fire");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("\"disabled\": true");
    }

    @Test
    void callsOfAPlaneSendTheirBody() {
        gateway.on("POST /admin/mcp/services/docs/tools/call", 200, "{\"is_error\":false}");

        var result =
                agwctl(
                        "gateway",
                        "mcp-service",
                        "tool-call",
                        "docs",
                        "search",
                        "--arguments",
                        "{\"q\":\"x\"}");

        assertThat(result.code()).isZero();
        assertThat(gateway.last().body())
                .isEqualTo("{\"name\":\"search\",\"arguments\":{\"q\":\"x\"}}");
    }

    @Test
    void aTableCannotMoveTheCursor() {
        gateway.on("GET /admin/agents", 200, "{\"items\":[{\"id\":\"a\\u001b[2Jb\\nc\"}]}");

        assertThat(agwctl("gateway", "agent", "list").out())
                .contains("a [2Jb c")
                .doesNotContain("\u001b");
    }

    @Test
    void anExportIsWrittenReadableByItsUserAlone() throws java.io.IOException {
        gateway.on(
                "GET /admin/bundle/export?owner=prod",
                _ -> new TestGateway.Answer(200, "application/yaml", "kind: GatewayBundle\n"));

        var out = agwctl("gateway", "export", "--owner", "prod");
        var file = agwctl("gateway", "export", "--owner", "prod", "-f", "export.yaml");

        assertThat(out.out()).isEqualTo("kind: GatewayBundle\n");
        assertThat(file.out()).isEqualTo("gateway bundle exported: export.yaml\n");
        assertThat(folder.resolve("export.yaml")).hasContent("kind: GatewayBundle\n");
        assertThat(
                        java.nio.file.attribute.PosixFilePermissions.toString(
                                java.nio.file.Files.getPosixFilePermissions(
                                        folder.resolve("export.yaml"))))
                .isEqualTo("rw-------");
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).at(gateway).agwctl(args);
    }
}
