package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAccessTest {
    private static final String[] LIST = {"gateway", "provider", "list"};
    private static final String ITEMS = "{\"items\":[]}";

    @TempDir Path folder;

    private final TestGateway gateway =
            new TestGateway().on("GET /admin/llm/providers", 200, ITEMS);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void flagsComeBeforeTheEnvironment() {
        run().with("AGW_ADMIN_BASIC_AUTH", "other:wrong")
                .agwctl("--admin-basic-auth", "admin:flag", "gateway", "provider", "list");

        assertThat(sent()).isEqualTo("admin:flag");
    }

    @Test
    void theEnvironmentComesBeforeASavedLogin() throws IOException {
        login();

        run().with("AGW_ADMIN_BASIC_AUTH", "admin:environment").agwctl(LIST);

        assertThat(sent()).isEqualTo("admin:environment");
    }

    @Test
    void aSavedLoginComesBeforeTheLocalGatewaysFile() throws IOException {
        localFile(gateway.address());
        login();

        run().agwctl(LIST);

        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer token-of-a-login");
    }

    @Test
    void theLocalGatewaysFileIsUsedForItsAddressHoweverItIsSpelt() throws IOException {
        localFile(gateway.address().replace("127.0.0.1", "localhost"));

        var result = run().agwctl(LIST);

        assertThat(result.code()).isZero();
        assertThat(sent()).isEqualTo(TestGateway.USER_AND_PASSWORD);
    }

    @Test
    void theLocalGatewaysFileIsUsedForNoOtherAddress() throws IOException {
        localFile("http://127.0.0.1:8019");
        var otherPort = run().agwctl(LIST);
        localFile(gateway.address().replace("127.0.0.1", "gateway.example.com"));
        var otherHost = run().agwctl(LIST);

        assertThat(otherPort.code()).isEqualTo(6);
        assertThat(otherHost.code()).isEqualTo(6);
        assertThat(gateway.asked())
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).isEmpty());
    }

    @Test
    void theDataFolderCanBeElsewhere() throws IOException {
        localFile(gateway.address());
        Files.move(folder.resolve("data"), folder.resolve("elsewhere"));

        assertThat(run().with("AGW_DATA_DIR", "elsewhere").agwctl(LIST).code()).isZero();
    }

    @Test
    void aPasswordIsReadFromStandardInputOrTheEnvironment() {
        run().input("piped\n")
                .agwctl(
                        "gateway",
                        "provider",
                        "list",
                        "--admin-user",
                        "a",
                        "--admin-password",
                        "-");
        assertThat(sent()).isEqualTo("a:piped");

        run().with("AGW_ADMIN_PASSWORD", "set")
                .agwctl("--admin-user", "a", LIST[0], LIST[1], LIST[2]);
        assertThat(sent()).isEqualTo("a:set");

        assertThat(run().agwctl("--admin-user", "a", LIST[0], LIST[1], LIST[2]).code())
                .isEqualTo(64);
    }

    @Test
    void twoKindsOfCredentialsAreRefused() {
        for (var other : List.of("--admin-basic-auth", "--admin-token")) {
            var result =
                    run().agwctl("gateway", "provider", "list", "--admin-user", "a", other, "b:c");

            assertThat(result.code()).isEqualTo(64);
            assertThat(result.err()).contains(other, "--admin-user", "together");
        }
    }

    @Test
    void aTokenIsTakenFromItsFlagItsVariableOrStandardInput() throws IOException {
        login();

        run().with("AGW_ADMIN_TOKEN", "agwadm_set").agwctl(LIST);
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer agwadm_set");

        run().with("AGW_ADMIN_TOKEN", "agwadm_set")
                .with("AGW_ADMIN_BASIC_AUTH", "admin:set")
                .agwctl("--admin-token", "agwadm_flag", LIST[0], LIST[1], LIST[2]);
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer agwadm_flag");

        run().input("agwadm_piped\n").agwctl("--admin-token", "-", LIST[0], LIST[1], LIST[2]);
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer agwadm_piped");
    }

    @Test
    void twoVariablesWithCredentialsAreRefused() {
        var result =
                run().with("AGW_ADMIN_TOKEN", "agwadm_set")
                        .with("AGW_ADMIN_BASIC_AUTH", "admin:set")
                        .agwctl(LIST);

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err())
                .contains(
                        "AGW_ADMIN_BASIC_AUTH and AGW_ADMIN_TOKEN together (expected: one of them)");
        assertThat(gateway.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agwadm_a b", "agwadm_a\r\nX-Other: b", "agwadm_ä"})
    void aMalformedTokenIsRefusedAndNotShown(String token) {
        var result = run().agwctl("--admin-token", token, LIST[0], LIST[1], LIST[2]);

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.all()).doesNotContain("agwadm_a ", "agwadm_ä", "X-Other");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void furtherHeadersAreSentAndMalformedOnesAreNotShown() {
        run().agwctl("gateway", "provider", "list", "--admin-header", "X-Tenant: a b");
        assertThat(gateway.last().header("X-tenant")).isEqualTo("a b");

        var result = run().agwctl("gateway", "provider", "list", "--admin-header", "top-secret");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).doesNotContain("top-secret");
    }

    @Test
    void aLoginIsKeptReadableByItsUserAloneAndEndsWithALogout() throws IOException {
        gateway.on("POST /admin/auth/logout", 204, "");
        var login = login();
        var file = folder.resolve("home/.config/agwctl/logins.json");

        assertThat(login.out()).contains("signed in to " + gateway.address() + " as admin (admin)");
        assertThat(login.all()).doesNotContain("token-of-a-login").doesNotContain("hunter2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(run().agwctl(LIST).code()).isZero();

        assertThat(run().agwctl("logout").code()).isZero();
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer token-of-a-login");
        assertThat(run().agwctl(LIST).code()).isEqualTo(6);
    }

    @Test
    void anExpiredLoginIsNotUsed() throws IOException {
        login("2026-11-21T11:59:59Z");

        assertThat(run().agwctl(LIST).code()).isEqualTo(6);
        assertThat(gateway.last().header("Authorization")).isEmpty();
    }

    private Run.Result login() throws IOException {
        return login("2026-11-22T12:00:00Z");
    }

    private Run.Result login(String expiresAt) throws IOException {
        gateway.on(
                "POST /admin/auth/login",
                200,
                "{\"token\":\"token-of-a-login\",\"username\":\"admin\",\"role\":\"admin\",\"expires_at\":\""
                        + expiresAt
                        + "\"}");
        return run().input("hunter2\n").agwctl("login");
    }

    private void localFile(String address) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/admin-credentials"),
                "AGW_ADMIN_ADDR="
                        + address
                        + "\nAGW_ADMIN_BASIC_AUTH="
                        + TestGateway.USER_AND_PASSWORD
                        + "\n");
    }

    private Run run() {
        return new Run(folder).with("AGW_ADMIN_ADDR", gateway.address());
    }

    private String sent() {
        var header = gateway.last().header("Authorization");
        return new String(
                Base64.getDecoder().decode(header.substring("Basic ".length())),
                StandardCharsets.UTF_8);
    }
}
