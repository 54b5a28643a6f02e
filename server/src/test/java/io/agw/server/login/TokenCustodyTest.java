package io.agw.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.bundle.model.Secret;
import io.agw.server.provider.AccessToken;
import io.agw.server.upstream.TestSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What becomes of the tokens that a login brought, against an identity provider on a real socket.
@Timeout(60)
final class TokenCustodyTest extends CustodyHarness {
    @Test
    void tokensAreShownWhileTheyAreGood() {
        logIn(HOUR);

        assertThat(current())
                .contains(new AccessToken(new Secret("first access token"), "account-1"));
        assertThat(vendor.renewals()).isZero();
    }

    @Test
    void aCredentialThatNobodySignedInForHasNone() {
        assertThat(current()).isEmpty();
        assertThat(refresher.statuses().getFirst().state()).isEqualTo(LoginStatus.State.NONE);
    }

    @Test
    void manyWhoAskForATokenThatIsOverGetTheOneRenewal() throws Exception {
        logIn(HOUR);
        now = now.plus(HOUR);
        var all = new CountDownLatch(100);
        vendor.beforeRenewals(() -> awaited(all));
        var questions = new ArrayList<Callable<Optional<AccessToken>>>();
        for (int i = 0; i < 100; i++) {
            questions.add(() -> {
                all.countDown();
                return current();
            });
        }

        var answers = new HashSet<Optional<AccessToken>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).hasSize(1).doesNotContain(Optional.empty());
        assertThat(vendor.renewals()).isEqualTo(1);
        assertThat(counted).containsExactly(Map.entry("codex renewed", 1));
    }

    @Test
    void whoeverWaitsMayLeaveAndTheRenewalIsKept() throws Exception {
        logIn(HOUR);
        now = now.plus(HOUR);
        var goOn = new CountDownLatch(1);
        vendor.beforeRenewals(() -> awaited(goOn));
        var asking = Thread.ofVirtual().start(this::current);
        await().until(() -> vendor.renewals() == 1);

        asking.interrupt();
        asking.join();
        goOn.countDown();

        await().until(() -> Objects.equals(tokens().obtainedAt(), now));
        assertThat(current()).isPresent();
        assertThat(vendor.renewals()).isEqualTo(1);
    }

    @Test
    void rotatedRefreshTokensAreSpentOnceEach() {
        logIn(HOUR);
        for (int i = 1; i <= 5; i++) {
            now = now.plus(HOUR);
            assertThat(current()).isPresent();
            assertThat(vendor.renewals()).isEqualTo(i);
        }
        assertThat(vendor.asked().stream().map(each -> each.get("refresh_token")))
                .doesNotHaveDuplicates();
    }

    /// The refresh token was spent for it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "31556889864403199",
                "1e300",
                "-1e300",
                "1e999",
                "12345678901234567890",
                "0.5",
                "-3600",
                "\"9223372036854775807\"",
                "\"soon\"",
                "{}",
                "null"
            })
    void noTimeThatAnAnswerTellsCostsItsTokens(String seconds) {
        vendor.answering(answer -> {
            answer.set("expires_in", JsonMapper.shared().readTree(seconds));
            return answer;
        });
        logIn(HOUR);
        now = now.plus(HOUR);

        assertThat(current()).isPresent();
        assertThat(current()).isPresent();
        assertThat(status().state()).isEqualTo(LoginStatus.State.OK);
        assertThat(vendor.renewals()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a.bnVsbA.b", "a.W10.b", "a.!.b", ".."})
    void noProofOfWhoItIsCostsTheTokensBesideIt(String idToken) {
        vendor.answering(answer -> {
            answer.put("id_token", idToken);
            return answer;
        });
        logIn(HOUR);
        now = now.plus(HOUR);

        assertThat(current().orElseThrow().account()).isEqualTo("account-1");
        assertThat(vendor.renewals()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutRefreshTokenKeepsTheOneThereIs() {
        vendor.answering(answer -> {
            answer.remove("refresh_token");
            answer.remove("id_token");
            return answer;
        });
        logIn(HOUR);
        var before = tokens();
        now = now.plus(HOUR);

        assertThat(current().orElseThrow().account()).isEqualTo("account-1");

        assertThat(tokens().refresh()).isEqualTo(before.refresh());
        assertThat(tokens().email()).isEqualTo("ann@example.com");
        assertThat(tokens().access()).isNotEqualTo(before.access());
    }

    @Test
    void aRefusedTokenIsRenewedAndOneThatWasReplacedIsNot() {
        logIn(HOUR);
        var first = current().orElseThrow();

        custody.refused(credential(), first);
        var second = current().orElseThrow();
        custody.refused(credential(), first);

        assertThat(second).isNotEqualTo(first);
        assertThat(current()).contains(second);
        assertThat(vendor.renewals()).isEqualTo(1);
    }

    @Test
    void aSpentRefreshTokenEndsTheLoginAtOnceAndForGood() {
        logIn(HOUR);
        var spent = tokens();
        now = now.plus(HOUR);
        current();
        store.loginTokens()
                .save("c", spent.text(), store.loginTokens().find("c").orElseThrow().version());

        assertThat(current()).isEmpty();
        now = now.plus(Duration.ofDays(1));
        assertThat(current()).isEmpty();
        refresher.round();

        assertThat(vendor.renewals()).isEqualTo(2);
        var status = refresher.statuses().getFirst();
        assertThat(status.state()).isEqualTo(LoginStatus.State.ENDED);
        assertThat(status.problem()).isEqualTo("refresh_token_reused");
        assertThat(counted).containsEntry("codex ended", 1);
        assertThat(custody().current(credential(), null)).as("after a restart").isEmpty();
        assertThat(vendor.renewals()).isEqualTo(2);
        logIn(HOUR);
        assertThat(current()).as("after a login").isPresent();
    }

    @Test
    void aLoginThatComesDuringARenewalWins() throws Exception {
        logIn(HOUR);
        now = now.plus(HOUR);
        var goOn = new CountDownLatch(1);
        vendor.beforeRenewals(() -> awaited(goOn));
        var asking = Thread.ofVirtual().start(this::current);
        await().until(() -> vendor.renewals() == 1);

        logIn(HOUR);
        goOn.countDown();
        asking.join();

        assertThat(current().orElseThrow().text()).isEqualTo(new Secret("first access token"));
    }

    @Test
    void aCredentialThatIsSwitchedOffDuringARenewalHasOneRenewal() throws Exception {
        logIn(HOUR);
        now = now.plus(HOUR);
        var goOn = new CountDownLatch(1);
        vendor.beforeRenewals(() -> awaited(goOn));
        var credential = credential();
        var first = Thread.ofVirtual().start(() -> custody.current(credential, null));
        await().until(() -> vendor.renewals() == 1);

        snapshots.publish(TestSnapshots.of("providers: [{id: p, provider_type: codex}]\n"));
        refresher.round();
        declare("codex", "");
        var second = Thread.ofVirtual().start(this::current);
        await().until(() -> second.getState() == Thread.State.WAITING);
        goOn.countDown();
        first.join();
        second.join();

        assertThat(vendor.renewals()).isEqualTo(1);
        assertThat(status().state()).isEqualTo(LoginStatus.State.OK);
    }

    @Test
    void nothingPrintsATokenAndTheStoreHoldsNoneInClear() {
        logIn(HOUR);

        assertThat(tokens().toString()).doesNotContain("access token");
        assertThat(current().toString()).doesNotContain("first access token");
        assertThat(status().toString()).doesNotContain("access token");
    }
}
