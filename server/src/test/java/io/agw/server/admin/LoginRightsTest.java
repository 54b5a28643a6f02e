package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may sign in at vendors: whoever sees the address of a sign-in page could finish its login.
@Timeout(60)
final class LoginRightsTest {
    private final AdminHarness admin = new AdminHarness();

    @AfterEach
    void close() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /admin/cliauth/authenticators/codex/login",
        "GET, /admin/cliauth/logins/clilogin-1",
        "POST, /admin/cliauth/logins/clilogin-1/callback",
        "POST, /admin/cliauth/logins/clilogin-1/cancel",
        "POST, /admin/cliauth/refresher/enable",
        "POST, /admin/cliauth/refresher/disable",
        "DELETE, /admin/credentials/codex-1",
    })
    void whoeverMayOnlyLookIsRefused(String method, String path) {
        var reply = asViewer(method, path, method.equals("POST") ? "{\"answer\":\"a#b\"}" : "");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(403);
        assertThat(admin.audited()).isEmpty();
    }

    @Test
    void everybodyMaySeeHowTokensDo() {
        assertThat(asViewer("GET", "/admin/cliauth/refresher", "").status()).isEqualTo(200);
    }

    private AdminHarness.Reply asViewer(String method, String path, String body) {
        return admin.call(
                AdminHarness.as("eve", AdminHarness.PASSWORD, admin.request(method, path, body)));
    }
}
