package io.agw.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import io.agw.played.OAuthServer;
import io.agw.server.call.CallSettings;
import io.agw.server.call.EgressPolicy;
import io.agw.server.call.Sweeper;
import io.agw.server.call.SystemResolver;
import io.agw.server.call.TlsTrust;
import io.agw.server.call.UpstreamClient;
import io.agw.server.provider.AccessToken;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Changeset;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the tokens that a login brought, against an identity provider on a real socket.
@Timeout(60)
final class TokenCustodyTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Sweeper sweeper = new Sweeper();
    private final SystemResolver resolver = new SystemResolver();
    private final Snapshots snapshots = new Snapshots();
    private final Map<String, Integer> counted = new ConcurrentHashMap<>();
    private volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final MemoryStore store = new MemoryStore(() -> now);
    private OAuthServer vendor;
    private UpstreamClient client;
    private TokenCustody custody;
    private Refresher refresher;

    @BeforeEach
    void start() throws Exception {
        vendor = new OAuthServer();
        sweeper.start();
        client =
                new UpstreamClient(
                        CallSettings.defaults(),
                        new EgressPolicy(true, List.of()),
                        resolver,
                        TlsTrust.system(),
                        sweeper);
        custody = custody();
        refresher = new Refresher(snapshots, custody);
        declare("codex", "");
    }

    @AfterEach
    void stop() {
        client.close();
        sweeper.close();
        resolver.close();
        vendor.close();
    }

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
        assertThat(custody().current(credential())).as("after a restart").isEmpty();
        assertThat(vendor.renewals()).isEqualTo(2);
        logIn(HOUR);
        assertThat(current()).as("after a login").isPresent();
    }

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

    @Test
    void nothingPrintsATokenAndTheStoreHoldsNoneInClear() {
        logIn(HOUR);

        assertThat(tokens().toString()).doesNotContain("access token");
        assertThat(current().toString()).doesNotContain("first access token");
        assertThat(status().toString()).doesNotContain("access token");
    }

    private TokenCustody custody() {
        return new TokenCustody(
                snapshots,
                store.loginTokens(),
                new TokenCustody.Renewing(
                        new Authenticators(snapshots),
                        new OAuthCalls(client),
                        (name, outcome) -> counted.merge(name + " " + outcome, 1, Integer::sum)),
                () -> now);
    }

    private void logIn(Duration valid) {
        logIn(CliAuthName.CODEX, valid);
    }

    private void logIn(CliAuthName name, Duration valid) {
        var granted =
                new Granted.Tokens(
                        new Secret("first access token"),
                        new Secret(vendor.freshRefreshToken()),
                        valid,
                        "ann@example.com",
                        "account-1");
        assertThat(custody.keep("c", Tokens.of(name, granted, now))).isTrue();
    }

    private Optional<AccessToken> current() {
        return custody.current(credential());
    }

    private Tokens tokens() {
        return Tokens.read(store.loginTokens().find("c").orElseThrow().content());
    }

    private LoginStatus status() {
        return refresher.statuses().getFirst();
    }

    private Credential credential() {
        return snapshots.current().orElseThrow().loginCredentials().getFirst();
    }

    private static String seed(String access, String refresh, String expired) {
        return "metadata: {access_token: '${A:-%s}', refresh_token: '${B:-%s}', expired: '%s'}"
                .formatted(access, refresh, expired);
    }

    /// Serves a credential, and has it stored, with an authenticator against the vendor.
    ///
    /// @param more further members of the credential
    private void declare(String authenticator, String more) {
        snapshots.publish(
                TestSnapshots.of(
                        objects(more)
                                + vendor.authenticator(
                                        authenticator, ", network: {max_retries: 0}")));
        if (store.config().state().objects().isEmpty()) {
            var object = new ObjectCodec().canonical(credential());
            var stored =
                    new CanonicalObject(object.key(), object.tree(), Collections.emptySortedMap());
            store.config()
                    .commit(
                            new Changeset(
                                    List.of(
                                            new Changeset.Put(
                                                    stored,
                                                    Owner.ADMIN,
                                                    new Origin("", 0, ""),
                                                    0,
                                                    null,
                                                    true)),
                                    null,
                                    List.of(),
                                    List.of()));
        }
    }

    private static String objects(String more) {
        return """
        providers:
        - {id: p, provider_type: codex}
        credentials:
        - {id: c, type: cliauth_token, provider_id: p%s}
        """
                .formatted(more.isEmpty() ? "" : ", " + more);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
