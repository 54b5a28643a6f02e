package io.agw.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Secret;
import io.agw.server.provider.AccessToken;
import io.agw.server.telemetry.Tracing;
import io.agw.server.upstream.TestSnapshots;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When tokens are renewed: ahead of their end, and after a failure.
@Timeout(60)
final class RenewalTimesTest extends CustodyHarness {
    @ParameterizedTest
    @ValueSource(ints = {400, 429, 500, 503})
    void aRenewalThatFailsIsTriedAgainLater(int status) {
        logIn(HOUR);
        vendor.renewalStatus(status);
        now = now.plus(HOUR);
        assertThat(current()).isEmpty();
        assertThat(current()).as("at once").isEmpty();
        assertThat(vendor.renewals()).isEqualTo(1);
        assertThat(refresher.statuses().getFirst().problem())
                .isEqualTo("token endpoint: answered " + status + " server_error");

        vendor.renewalStatus(200);
        now = now.plusSeconds(5);

        assertThat(current()).isPresent();
        assertThat(refresher.statuses().getFirst().state()).isEqualTo(LoginStatus.State.OK);
    }

    @Test
    void aTokenIsShownToItsEndWhenItCannotBeRenewed() {
        logIn(HOUR);
        vendor.renewalStatus(500);
        now = now.plus(HOUR).minusSeconds(1);

        assertThat(current()).isPresent();
        now = now.plusSeconds(1);
        assertThat(current()).isEmpty();
    }

    @Test
    void theBackgroundRenewsAheadAndAfterAFailureFiveMinutesLater() {
        logIn(Duration.ofDays(30));
        vendor.renewalStatus(500);
        now = now.plus(Duration.ofDays(25)).minusSeconds(1);
        refresher.round();
        assertThat(vendor.renewals()).isZero();

        now = now.plusSeconds(1);
        refresher.round();
        await().until(() -> status().state() == LoginStatus.State.ERROR);
        assertThat(status().times().next()).isEqualTo(now.plusSeconds(300));
        now = now.plusSeconds(299);
        refresher.round();
        assertThat(vendor.renewals()).isEqualTo(1);
        vendor.renewalStatus(200);
        now = now.plusSeconds(1);
        refresher.round();

        await().until(() -> status().state() == LoginStatus.State.OK);
        assertThat(tokens().obtainedAt()).isEqualTo(now);
        refresher.round();
        assertThat(vendor.renewals()).isEqualTo(2);
    }

    @Test
    void aTurnThatWaitsForARenewalSaysSoInItsTrace() {
        logIn(HOUR);
        var turn =
                new Tracing(() -> now, new AtomicLong(1)::getAndIncrement, 1).begin(null, "t", 0);
        custody.current(credential(), turn);
        now = now.plus(HOUR);
        custody.current(credential(), turn);
        vendor.renewalStatus(500);
        now = now.plus(HOUR);
        custody.current(credential(), turn);
        vendor.renewalStatus(200);
        logIn(new Secret("spent already"));
        now = now.plus(HOUR);
        custody.current(credential(), turn);
        turn.end();

        var steps = turn.records().stream().filter(span -> span.name().equals("renew login"));
        assertThat(steps)
                .map(step -> step.status() + " " + step.attributes())
                .containsExactly(
                        "ok [Text[key=agw.credential.id, value=c]]",
                        "error [Text[key=agw.credential.id, value=c],"
                                + " Text[key=error.type, value=login_not_renewed]]",
                        "error [Text[key=agw.credential.id, value=c],"
                                + " Text[key=error.type, value=login_ended]]");
    }

    @Test
    void tokensOfLessTimeThanTheLeadAreRenewedAtHalfOfIt() {
        logIn(HOUR);

        assertThat(status().times().next()).isEqualTo(now.plusSeconds(1800));
    }

    @Test
    void withoutALeadNothingHappensInTheBackground() {
        declare("gemini", "");
        logIn(CliAuthName.GEMINI, HOUR);
        now = now.plus(HOUR).minusSeconds(31);
        refresher.round();

        assertThat(status().times().next()).isNull();
        assertThat(current())
                .contains(new AccessToken(new Secret("first access token"), "account-1"));
        now = now.plusSeconds(1);
        assertThat(current().orElseThrow().text()).isNotEqualTo(new Secret("first access token"));
    }

    @Test
    void anAuthenticatorThatIsSwitchedOffRenewsNothingUntilItIsOnAgain() {
        logIn(HOUR);
        snapshots.publish(TestSnapshots.of(objects("")));
        now = now.plus(HOUR);
        assertThat(current()).isEmpty();
        assertThat(status().problem()).isEqualTo("authenticator codex is not enabled");

        declare("codex", "");
        now = now.plusSeconds(5);

        assertThat(current()).isPresent();
    }
}
