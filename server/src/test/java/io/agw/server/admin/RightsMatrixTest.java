package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every path with every method, called by everyone there can be, through the listener. What each
/// call needs stands in `roles.txt`, written by hand: an endpoint that is not there is one whose
/// role nobody has thought about.
@Timeout(120)
final class RightsMatrixTest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final List<Integer> REFUSALS = List.of(401, 403, 405);
    private static final Path PAGE = Path.of("../docs/admin-api.md");

    private final AdminHarness admin = new AdminHarness();
    private final Map<String, Role> stated = stated();

    @AfterEach
    void close() {
        admin.close();
    }

    /// @param role null for one whose credentials are wrong
    private record Someone(
            String name, @Nullable Role role, UnaryOperator<HttpRequest.Builder> credentials) {}

    @Test
    void theRoleOfEveryEndpointIsStated() {
        var real =
                admin.api.endpoints().stream()
                        .collect(Collectors.toMap(RightsMatrixTest::call, Endpoint::role));

        assertThat(real)
                .as("roles.txt states who may call each endpoint; add what is new by hand")
                .containsExactlyInAnyOrderEntriesOf(stated);
    }

    @Test
    void nobodyMayMoreThanIsStated() {
        int turn = 0;
        for (var template : templates()) {
            for (var method : METHODS) {
                for (var someone : everyone(turn++)) {
                    check(method, template, someone);
                }
            }
        }
    }

    /// The matrix proves nothing unless its calls come through where they may.
    @Test
    void everyRoleIsLetInSomewhereAndKeptOutSomewhere() {
        for (var role : Role.given()) {
            assertThat(stated).containsValue(role);
            var me =
                    admin.call(
                            AdminHarness.withToken(
                                    token(role.word()),
                                    admin.request("GET", "/admin/auth/me", "")));
            assertThat(me.status()).isEqualTo(200);
            assertThat(me.body().path("username").asString()).isEqualTo("a-" + role.word());
            assertThat(me.body().path("role").asString()).isEqualTo(role.word());
            assertThat(me.body().path("expires_at").asString()).isEqualTo("2999-01-01T00:00:00Z");
        }
    }

    @Test
    void thePageListsWhatDiffersFromTheRule() throws IOException {
        var rows =
                admin.api.endpoints().stream()
                        .filter(endpoint -> endpoint.role() != usual(endpoint))
                        .sorted((a, b) -> a.role().compareTo(b.role()))
                        .map(endpoint ->
                                "| `%s` | %s |%n"
                                        .formatted(
                                                call(endpoint),
                                                endpoint.role() == Role.ANYONE
                                                        ? "none"
                                                        : endpoint.role().word()))
                        .collect(Collectors.joining());
        var page = Files.readString(PAGE);

        assertThat(page).contains("| call | role |\n|---|---|\n" + rows + "\n");
    }

    private static Role usual(Endpoint endpoint) {
        return endpoint.method().equals("GET") ? Role.VIEWER : Role.ADMIN;
    }

    private void check(String method, String template, Someone someone) {
        if (someone.role() == null) {
            // or else it is slowed, which is no answer to this question
            admin.nanos.addAndGet(Duration.ofHours(1).toNanos());
        }
        long audited = lastAudited();
        int status =
                admin.status(
                        someone.credentials().apply(admin.request(method, path(template), "{}")));
        var as = someone.name() + ": " + method + " " + template;
        int refusal = refusal(method, template, someone.role());
        if (refusal == 0) {
            assertThat(status).as(as).isNotIn(REFUSALS);
        } else {
            assertThat(status).as(as).isEqualTo(refusal);
            assertThat(lastAudited()).as(as).isEqualTo(audited);
        }
    }

    /// The status of a refusal, 0 where there is none to be.
    private int refusal(String method, String template, @Nullable Role role) {
        var needed = stated.get((method.equals("HEAD") ? "GET" : method) + " " + template);
        if (role == null) {
            return 401;
        }
        if (role == Role.ANYONE) {
            return needed == Role.ANYONE ? 0 : 401;
        }
        if (needed == null) {
            return method.equals("OPTIONS") ? 0 : 405;
        }
        return role.covers(needed) ? 0 : 403;
    }

    /// @param turn by which one of the ways to be wrong, and to sign in, is taken
    private static List<Someone> everyone(int turn) {
        var everyone = new ArrayList<Someone>();
        everyone.add(new Someone("nobody", Role.ANYONE, call -> call));
        everyone.add(new Someone("an ended token", null, shows(token("ended"))));
        everyone.add(wrong().get(turn % wrong().size()));
        var users = Map.of(Role.VIEWER, "eve", Role.OPERATOR, "otto", Role.ADMIN, "root");
        for (var role : Role.given()) {
            var user = Objects.requireNonNull(users.get(role));
            everyone.add(
                    turn % 2 == 0
                            ? new Someone(role + " by token", role, shows(token(role.word())))
                            : new Someone(
                                    role + " by password",
                                    role,
                                    call -> AdminHarness.as(user, AdminHarness.PASSWORD, call)));
        }
        return everyone;
    }

    private static List<Someone> wrong() {
        var near = token("admin").substring(0, token("admin").length() - 1);
        return List.of(
                new Someone(
                        "a wrong password", null, call -> AdminHarness.as("root", "wrong", call)),
                new Someone("a wrong token", null, shows(near)),
                new Someone("a wrong session", null, shows("agws-" + near)));
    }

    private static UnaryOperator<HttpRequest.Builder> shows(String token) {
        return call -> AdminHarness.withToken(token, call);
    }

    private static String token(String name) {
        return Objects.requireNonNull(AdminHarness.TOKENS.get(name)).text();
    }

    private Set<String> templates() {
        return admin.api.endpoints().stream()
                .map(Endpoint::template)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private long lastAudited() {
        return admin.store.audit().list(0, 1).stream().mapToLong(entry -> entry.id()).sum();
    }

    private static String path(String template) {
        return template.replaceAll("\\{[a-z_.]+}", "x");
    }

    private static String call(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.template();
    }

    private static Map<String, Role> stated() {
        try (var file =
                Objects.requireNonNull(RightsMatrixTest.class.getResourceAsStream("roles.txt"))) {
            var stated = new TreeMap<String, Role>();
            lines(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .forEach(words -> {
                        var role = Role.valueOf(words[0].toUpperCase(Locale.ROOT));
                        assertThat(stated.put(words[1] + " " + words[2], role)).isNull();
                    });
            return stated;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String[]> lines(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" +"));
    }
}
