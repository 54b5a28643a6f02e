package io.agw.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Secret;
import io.agw.server.provider.AccessToken;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens that a credential is declared with.
@Timeout(60)
final class DeclaredTokensTest extends CustodyHarness {
    @Test
    void declaredTokensCountUntilOthersComeAndAgainWhenTheyChange() {
        var refresh = vendor.freshRefreshToken();
        declare("codex", seed("seed-1", refresh, now.plus(HOUR).toString()));
        assertThat(current()).contains(new AccessToken(new Secret("seed-1"), null));
        now = now.plus(HOUR);
        var renewed = current().orElseThrow();
        assertThat(renewed.account()).isEqualTo("account-1");
        assertThat(vendor.renewals()).isEqualTo(1);

        declare("codex", seed("seed-1", refresh, now.toString()));
        assertThat(current()).as("applied once more").contains(renewed);
        declare("codex", "");
        assertThat(current()).as("no longer declared").contains(renewed);
        declare("codex", seed("seed-2", vendor.freshRefreshToken(), now.plus(HOUR).toString()));
        assertThat(current()).contains(new AccessToken(new Secret("seed-2"), null));

        logIn(HOUR);
        assertThat(current().orElseThrow().text()).isEqualTo(new Secret("first access token"));
    }

    @ParameterizedTest
    @CsvSource({
        "expired, 2026-11-27T12:00:00Z",
        "expire, 2026-11-27T14:00:00+02:00",
        "expires_at, 2026-11-27 12:00:00",
        "expiresAt, 2026-11-27 12:00",
        "expiry, 1795780800",
        "expires, 1795780800000"
    })
    void theEndOfDeclaredTokensIsReadAsOtherToolsWriteIt(String name, String text) {
        declare("codex", "metadata: {access_token: '${A:-a}', %s: '%s'}".formatted(name, text));

        assertThat(status().times().ends()).isEqualTo(Instant.parse("2026-11-27T12:00:00Z"));
        assertThat(current()).isEmpty();
    }

    private static String seed(String access, String refresh, String expired) {
        return "metadata: {access_token: '${A:-%s}', refresh_token: '${B:-%s}', expired: '%s'}"
                .formatted(access, refresh, expired);
    }
}
