package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.admin.access.FirstStart;
import io.agw.server.admin.access.PasswordHash;
import io.agw.server.settings.LogSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Passwords and tokens of those who call the Admin API are shown well and shown wrong, and nothing
/// that leaves the gateway repeats them.
@Timeout(120)
final class AccountSecretsTest {
    @TempDir private Path home;

    private final Canaries canaries = new Canaries();
    private final Outputs outputs = new Outputs(canaries);
    private final BreakableClock clock = new BreakableClock();
    private final String token = canaries.plant("admin token");

    @ParameterizedTest
    @EnumSource(LogSettings.Format.class)
    void noSecretOfAnAccountLeavesTheGateway(LogSettings.Format format) throws Exception {
        writeSettings();
        var logs = outputs.log(format);
        try (var gateway = RunningGateway.start(home, Map.of(), clock)) {
            canaries.plant("admin password", gateway.password());
            refuseAdmins(gateway);
            callWithTokens(gateway);
            meetADefect(gateway);
            for (var path : Outputs.readable(gateway, List.of("alice"))) {
                outputs.add(path, gateway.admin("GET", path, ""));
            }
        } finally {
            logs.uninstall();
        }
        outputs.addFiles(home.resolve("data"));

        assertThat(outputs.logged()).contains("the clock stands still");
        assertThat(outputs.leaks()).isEmpty();
    }

    @Test
    void theFirstPasswordStandsInItsFileAlone() throws IOException {
        var data = home.resolve("data");

        FirstStart.account(data, new SecureRandom());

        var credentials = data.resolve("admin-credentials");
        var line = Files.readString(credentials).strip();
        canaries.plant("first password", line.substring(line.lastIndexOf(':') + 1));
        assertThat(canaries.inFiles(data)).containsExactly(credentials + ": first password");
    }

    private void writeSettings() throws Exception {
        write("bob", passwordHash("bob's hash"));
        write(
                "agwd.yaml",
                """
                admin:
                  users:
                    - {name: alice, role: operator, password_hash: '%s'}
                    - {name: bob, role: viewer, password_hash_file: bob}
                  tokens: [{name: cron, role: operator, token_hash: 'sha256:%s'}]
                """
                        .formatted(
                                passwordHash("alice's hash"),
                                canaries.plant("token hash", sha256(token))));
    }

    private String passwordHash(String name) {
        var hash = PasswordHash.of(canaries.plant(name + "'s password"));
        canaries.plant(name, hash.substring("$2a$11$".length()));
        return hash;
    }

    /// Every endpoint with the token, and with what it might be taken for.
    private void callWithTokens(RunningGateway gateway) throws Exception {
        assertThat(gateway.adminAs(token, "GET", "/admin/auth/me", "").json())
                .asString()
                .contains("cron", "operator");
        for (var shown : List.of(token, token + "x", sha256(token))) {
            for (var path : List.of("/admin/auth/me", "/admin/agents", "/admin/nothing")) {
                for (var method : List.of("GET", "POST", "PATCH")) {
                    outputs.add("token", gateway.adminAs(shown, method, path, "{}"));
                }
            }
        }
        for (var broken :
                List.of(
                        "tokens: [{name: a, role: admin, token_hash: '" + token + "'}]",
                        "tokens: ['admin=a:" + token + "']",
                        "tokens: ['" + token + "']",
                        "tokens: {name: a, role: admin, token_hash: '" + token + "'}",
                        "tokens: [{name: a, role: '" + token + "', token_hash: x}]",
                        "users: [{name: a, role: admin, password_hash: '" + token + "'}]",
                        "users: [{name: a, role: admin, password_hash: ['" + token + "']}]")) {
            var other = Files.createTempDirectory(home, "broken");
            Files.writeString(other.resolve("agwd.yaml"), "admin: {" + broken + "}\n");
            assertThatThrownBy(() -> RunningGateway.start(other, Map.of()).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> outputs.add("broken settings " + e));
        }
    }

    private void refuseAdmins(RunningGateway gateway) {
        var password = gateway.password();
        for (var body :
                List.of(
                        "{\"username\":\"root\",\"password\":\"" + password + "x\"}",
                        "{\"username\":\"" + password + "\",\"password\":\"x\"}",
                        "{\"username\":\"root\",\"pasword\":\"" + password + "\"}",
                        "{\"username\":\"root\",\"password\":" + password + "}",
                        "{\"username\":\"root\",\"password\":[\"" + password + "\"]}")) {
            outputs.add("login", gateway.admin("POST", "/admin/auth/login", body));
        }
    }

    private void meetADefect(RunningGateway gateway) {
        var login = "{\"username\":\"root\",\"password\":\"" + gateway.password() + "\"}";
        clock.broken(true);
        try {
            var answer = gateway.admin("POST", "/admin/auth/login", login);
            assertThat(answer.status()).as(answer.text()).isEqualTo(500);
            outputs.add("defect", answer);
        } finally {
            clock.broken(false);
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
    }
}
