package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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
        assertThat(reply.raw().headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void planesThatAreNotBuiltSaySo() {
        for (var path :
                new String[] {
                    "/admin/memory",
                    "/admin/memory/config",
                    "/admin/memory/search?q=x",
                    "/admin/mcp/runtime",
                    "/admin/mcp/runtime/history?route_id=r",
                    "/admin/agents/a/workspace"
                }) {
            var reply = admin.get(path);
            assertThat(reply.status()).as(path).isEqualTo(501);
            assertThat(reply.body().path("code").asString()).isEqualTo("not_implemented");
        }
    }

    @Test
    void aProgramOnAnotherLocalPortIsAForeignPage() {
        var own = admin.request("GET", "/admin/auth/me", "").header("Origin", admin.origin());
        var other =
                admin.request("GET", "/admin/auth/me", "").header("Origin", "http://127.0.0.1:1");
        var opaque = admin.request("GET", "/admin/auth/me", "").header("Origin", "null");

        assertThat(admin.call(AdminHarness.as("root", AdminHarness.PASSWORD, own)).status())
                .isEqualTo(200);
        assertThat(admin.call(AdminHarness.as("root", AdminHarness.PASSWORD, other)).status())
                .isEqualTo(403);
        assertThat(admin.call(AdminHarness.as("root", AdminHarness.PASSWORD, opaque)).status())
                .isEqualTo(403);
    }

    @Test
    void aHostThatIsNotOursIsRefused() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            "GET /admin/health HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("host \\\"rebound.example\\\" (expected: a loopback name");
        }
    }

    @Test
    void manyGuessesAtOnceComeNoFurtherThanOneAfterAnother() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var guesses = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 40; i++) {
                var guess = "guess" + i;
                guesses.add(() ->
                        admin.call(
                                        AdminHarness.as(
                                                "root",
                                                guess,
                                                admin.request("GET", "/admin/auth/me", "")))
                                .status());
            }
            var checked = new ArrayList<Integer>();
            for (var answer : callers.invokeAll(guesses)) {
                checked.add(answer.get());
            }

            assertThat(checked).containsOnly(401, 429);
            assertThat(checked.stream().filter(status -> status == 401).count()).isBetween(5L, 6L);
        }
    }

    @Test
    void whoSignedInBeforeIsNotSlowedByTheGuessesOfOthers() {
        assertThat(admin.get("/admin/auth/me").status()).isEqualTo(200);
        for (int i = 0; i < 8; i++) {
            admin.call(
                    AdminHarness.as("root", "w" + i, admin.request("GET", "/admin/auth/me", "")));
        }

        assertThat(admin.get("/admin/auth/me").status()).isEqualTo(200);
        assertThat(
                        admin.call(
                                        AdminHarness.as(
                                                "root",
                                                "w",
                                                admin.request("GET", "/admin/auth/me", "")))
                                .status())
                .isEqualTo(429);
    }

    @Test
    void headIsAnsweredAsGetWithoutABody() {
        var get = admin.get("/admin/llm/provider_types");
        var head = admin.call("HEAD", "/admin/llm/provider_types", "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.raw().body()).isEmpty();
        assertThat(head.raw().headers().firstValue("content-length"))
                .isEqualTo(get.raw().headers().firstValue("content-length"));
        assertThat(admin.call("HEAD", "/admin/events", "").status()).isEqualTo(200);
    }

    @Test
    void optionsNamesTheMethodsToWhoIsSignedIn() {
        var options = admin.call("OPTIONS", "/admin/llm/providers/p", "");

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.raw().headers().firstValue("allow"))
                .hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
        assertThat(options.raw().headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(admin.call(admin.request("OPTIONS", "/admin/llm/providers", "")).status())
                .isEqualTo(401);
    }

    @Test
    void anUnknownParameterIsRefusedWhateverTheEndpoint() {
        for (var endpoint : admin.api.endpoints()) {
            if (!(endpoint.accepts() instanceof Accepts.Anything)) {
                var reply = admin.call(endpoint.method(), path(endpoint) + "?no_such=1", "");
                assertThat(reply.status())
                        .as(endpoint.method() + " " + endpoint.template())
                        .isEqualTo(400);
                assertThat(reply.raw().body()).contains("no_such");
            }
        }
    }

    @Test
    void aProviderTypeIsSwitchedAtRunTimeAndTheSwitchIsAudited() {
        assertThat(admin.get("/admin/llm/provider_types").raw().body())
                .isEqualTo("{\"items\":[{\"provider_type\":\"echo\",\"enabled\":true}]}");

        var off = admin.call("POST", "/admin/llm/provider_types/echo/disable", "");

        assertThat(off.raw().body()).isEqualTo("{\"provider_type\":\"echo\",\"enabled\":false}");
        assertThat(admin.get("/admin/llm/provider_types").raw().body()).contains("false");
        admin.call("POST", "/admin/llm/provider_types/echo/enable", "");
        assertThat(admin.get("/admin/llm/provider_types").raw().body()).contains("true");
        assertThat(admin.call("POST", "/admin/llm/provider_types/nope/enable", "").status())
                .isEqualTo(404);
        assertThat(admin.audited())
                .containsExactly(
                        "root provider_type.enable echo", "root provider_type.disable echo");
    }

    @Test
    void loginAndLogoutAreAudited() {
        var login =
                admin.call(
                        admin.request(
                                "POST",
                                "/admin/auth/login",
                                "{\"username\":\"eve\",\"password\":\""
                                        + AdminHarness.PASSWORD
                                        + "\"}"));
        admin.call(
                admin.request("POST", "/admin/auth/logout", "")
                        .header(
                                "Authorization",
                                "Bearer " + login.body().path("token").asString()));

        assertThat(admin.audited()).containsExactly("eve logout eve", "eve login eve");
    }

    private static String path(Endpoint endpoint) {
        return endpoint.template().replaceAll("\\{[a-z_.]+}", "x");
    }
}
