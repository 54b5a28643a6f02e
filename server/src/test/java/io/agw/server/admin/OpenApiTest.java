package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.api.Role;
import io.agw.server.admin.api.Router;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

@Timeout(60)
final class OpenApiTest {
    private final AdminHarness admin = new AdminHarness();
    private JsonNode document = MissingNode.getInstance();

    @BeforeEach
    void fetch() {
        var reply = admin.call(admin.request("GET", "/admin/openapi.json", ""));
        assertThat(reply.status()).isEqualTo(200);
        document = reply.body();
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void itIsOfVersion31() {
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.at("/info/title").asString()).isNotBlank();
        assertThat(document.at("/info/version").asString()).isEqualTo("test");
    }

    @Test
    void itNamesEveryEndpointWithItsParameters() {
        for (var endpoint : admin.api.endpoints()) {
            if (endpoint.template().equals("/admin/openapi.json")) {
                continue;
            }
            var operation =
                    document.path("paths")
                            .path(endpoint.template().replace("...}", "}"))
                            .path(endpoint.method().toLowerCase(Locale.ROOT));
            var as = endpoint.method() + " " + endpoint.template();

            assertThat(operation.isObject()).as(as).isTrue();
            assertThat(
                            operation
                                    .path("parameters")
                                    .valueStream()
                                    .filter(p -> p.path("in").asString().equals("query"))
                                    .map(p -> p.path("name").asString())
                                    .collect(Collectors.toSet()))
                    .as(as)
                    .isEqualTo(endpoint.query());
        }
    }

    @Test
    void everyOperationIsServed() {
        var router = new Router(admin.api.endpoints());

        operations()
                .forEach((name, _) -> {
                    var words = name.split(" ", 2);
                    var path = words[1].replaceAll("\\{[a-z_]+}", "x");
                    assertThat(router.find(words[0].toUpperCase(Locale.ROOT), path))
                            .as(name)
                            .isInstanceOf(Router.Found.Match.class);
                });
    }

    @Test
    void operationsHaveUniqueIdsAndEveryReferenceLeadsSomewhere() {
        var ids = new HashSet<String>();
        operations()
                .forEach((name, operation) ->
                        assertThat(ids.add(operation.path("operationId").asString()))
                                .as(name)
                                .isTrue());
        assertThat(references(document))
                .isNotEmpty()
                .allSatisfy(reference -> {
                    assertThat(reference).startsWith("#/");
                    assertThat(document.at(reference.substring(1)).isMissingNode())
                            .as(reference)
                            .isFalse();
                });
    }

    @Test
    void whatAWriteTakesIsTheObjectsSchema() {
        var create = document.at("/paths/~1admin~1llm~1routes/post/requestBody/content");
        var schema = document.at("/components/schemas/llm_route");

        assertThat(create.at("/application~1json/schema/$ref").asString())
                .isEqualTo("#/components/schemas/llm_route");
        assertThat(schema.at("/properties/target_policy").isMissingNode()).isFalse();
        assertThat(
                        document.at(
                                        "/paths/~1admin~1auth~1login/post/requestBody/content/application~1json/schema/properties")
                                .propertyNames())
                .containsExactly("password", "username");
    }

    @Test
    void everyOperationNamesItsRoleForEachWayToSignIn() {
        var schemes = document.at("/components/securitySchemes").propertyNames();
        assertThat(schemes).containsExactlyInAnyOrder("basic", "token", "session");
        for (var endpoint : admin.api.endpoints()) {
            if (endpoint.template().equals("/admin/openapi.json")) {
                continue;
            }
            var security =
                    document.path("paths")
                            .path(endpoint.template().replace("...}", "}"))
                            .path(endpoint.method().toLowerCase(Locale.ROOT))
                            .path("security");
            var as = endpoint.method() + " " + endpoint.template();
            if (endpoint.role() == Role.ANYONE) {
                assertThat(security.isArray() && security.isEmpty()).as(as).isTrue();
                continue;
            }
            assertThat(security.size()).as(as).isEqualTo(schemes.size());
            for (var way : security) {
                assertThat(schemes).as(as).containsAll(way.propertyNames());
                assertThat(way.valueStream().map(JsonNode::toString))
                        .as(as)
                        .containsExactly("[\"" + endpoint.role().word() + "\"]");
            }
        }
    }

    private Map<String, JsonNode> operations() {
        return document.path("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .map(method ->
                                        Map.entry(
                                                method.getKey() + " " + path.getKey(),
                                                method.getValue())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<String> references(JsonNode node) {
        var own = node.path("$ref");
        return Stream.concat(
                own.isString() ? Stream.of(own.asString()) : Stream.empty(),
                node.valueStream().flatMap(OpenApiTest::references));
    }
}
