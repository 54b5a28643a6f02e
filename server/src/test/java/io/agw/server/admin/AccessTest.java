package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Role;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AccessTest {
    private final AdminHarness admin = new AdminHarness();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void withoutCredentialsOnlyOpenEndpointsAnswer() {
        for (var endpoint : admin.api.endpoints()) {
            int status = admin.call(admin.request(endpoint.method(), path(endpoint), "")).status();
            if (endpoint.role() == Role.ANYONE) {
                assertThat(status).as(endpoint.method() + " " + endpoint.template()).isIn(200, 400);
            } else {
                assertThat(status).as(endpoint.method() + " " + endpoint.template()).isEqualTo(401);
            }
        }
    }

    @Test
    void aViewerChangesNothing() {
        for (var endpoint : admin.api.endpoints()) {
            if (endpoint.role() == Role.ADMIN) {
                var reply =
                        admin.call(
                                AdminHarness.as(
                                        "eve",
                                        AdminHarness.PASSWORD,
                                        admin.request(endpoint.method(), path(endpoint), "{}")));
                assertThat(reply.status())
                        .as(endpoint.method() + " " + endpoint.template())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aSessionWorksUntilItsLogout() {
        var login =
                admin.call(
                        admin.request(
                                "POST",
                                "/admin/auth/login",
                                "{\"username\":\"root\",\"password\":\""
                                        + AdminHarness.PASSWORD
                                        + "\"}"));
        assertThat(login.status()).as(login.raw().body()).isEqualTo(200);
        var token = "Bearer " + login.body().path("token").asString();

        var me =
                admin.call(
                        admin.request("GET", "/admin/auth/me", "").header("Authorization", token));
        assertThat(me.body().path("username").asString()).isEqualTo("root");
        assertThat(me.body().path("role").asString()).isEqualTo("admin");
        assertThat(
                        admin.call(
                                        admin.request("POST", "/admin/auth/logout", "")
                                                .header("Authorization", token))
                                .status())
                .isEqualTo(204);
        assertThat(
                        admin.call(
                                        admin.request("GET", "/admin/auth/me", "")
                                                .header("Authorization", token))
                                .status())
                .isEqualTo(401);
    }

    @Test
    void guessingIsSlowedAndEndsByItself() {
        for (int i = 0; i < 6; i++) {
            var wrong =
                    admin.call(
                            AdminHarness.as(
                                    "root",
                                    "wrong" + i,
                                    admin.request("GET", "/admin/auth/me", "")));
            admin.nanos.addAndGet(Duration.ofMillis(1_100).toNanos());
            assertThat(wrong.status()).isEqualTo(401);
        }
        var slowed =
                admin.call(
                        AdminHarness.as(
                                "root", "wrong", admin.request("GET", "/admin/auth/me", "")));
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(slowed.raw().headers().firstValue("retry-after")).isPresent();

        admin.nanos.addAndGet(Duration.ofMinutes(15).toNanos());
        assertThat(admin.get("/admin/auth/me").status()).isEqualTo(200);
    }

    @Test
    void thePasswordsHashIsNoPassword() {
        var reply =
                admin.call(
                        AdminHarness.as(
                                "root", "$2a$04$x", admin.request("GET", "/admin/auth/me", "")));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.raw().headers().firstValue("www-authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic"));
    }

    @Test
    void aForeignPageIsKeptOut() {
        var foreign =
                admin.request("GET", "/admin/auth/me", "").header("Origin", "https://evil.example");

        assertThat(admin.call(AdminHarness.as("root", AdminHarness.PASSWORD, foreign)).status())
                .isEqualTo(403);
    }

    @Test
    void anotherMethodIs405AndNamesTheRightOnes() {
        var reply = admin.call("PATCH", "/admin/llm/providers", "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.raw().headers().firstValue("allow")).hasValue("GET, POST");
    }

    @Test
    void planesThatAreNotBuiltSaySo() {
        for (var path :
                new String[] {
                    "/admin/memory/config", "/admin/mcp/runtime", "/admin/agents/a/usage"
                }) {
            var reply = admin.get(path);
            assertThat(reply.status()).as(path).isEqualTo(501);
            assertThat(reply.body().path("code").asString()).isEqualTo("not_implemented");
        }
    }

    @Test
    void theOpenApiDocumentNamesEveryEndpoint() {
        var paths = admin.get("/admin/openapi.json").body().path("paths");

        for (var endpoint : admin.api.endpoints()) {
            if (!endpoint.template().equals("/admin/openapi.json")) {
                assertThat(
                                paths.path(endpoint.template().replace("...}", "}"))
                                        .has(endpoint.method().toLowerCase(Locale.ROOT)))
                        .as(endpoint.method() + " " + endpoint.template())
                        .isTrue();
            }
        }
    }

    private static String path(Endpoint endpoint) {
        return endpoint.template().replaceAll("\\{[a-z_.]+}", "x");
    }
}
