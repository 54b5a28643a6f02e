package io.agw.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.bundle.model.Secret;
import io.agw.server.provider.AccessToken;
import io.agw.server.telemetry.HeardLogs;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Store;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import io.agw.store.sqlite.WriteFaults;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tokens that a vendor gave while a store on disk could not be written. What they were made of is
/// spent: nowhere else are others to be had.
@Timeout(60)
final class UnsavedTokensTest extends CustodyHarness {
    @TempDir private Path folder;

    @Override
    Store open() {
        return SqliteStore.open(StoreSettings.in(folder), () -> now);
    }

    private Path file() {
        return StoreSettings.in(folder).configDatabase();
    }

    @BeforeEach
    void signInAndLetWritesFail() {
        WriteFaults.arm(file());
        logIn(HOUR);
        WriteFaults.after(file(), 0);
        now = now.plus(HOUR);
    }

    @Test
    void theyAreUsedFromMemoryAndStoredOnceThatWorks() {
        var renewed = current().orElseThrow();
        refresher.round();

        assertThat(renewed.text()).isNotEqualTo(new Secret("first access token"));
        assertThat(current()).contains(renewed);
        assertThat(tokens().access()).isEqualTo(new Secret("first access token"));
        assertThat(status().state()).isEqualTo(LoginStatus.State.OK);
        assertThat(status().problem()).isEqualTo("the tokens are in memory only: the store fails");

        WriteFaults.end(file());
        refresher.enable(false);
        refresher.round();

        assertThat(tokens().access()).isEqualTo(renewed.text());
        assertThat(status().problem()).isNull();
        assertThat(vendor.renewals()).isEqualTo(1);
        restart();
        assertThat(current()).contains(renewed);
        now = now.plus(HOUR);
        assertThat(current()).as("with the refresh token that was stored").isPresent();
    }

    @Test
    void theyAreRenewedLikeAnyOthers() {
        var first = current();
        now = now.plus(HOUR);
        var second = current();
        WriteFaults.end(file());
        refresher.round();

        assertThat(second).isPresent().isNotEqualTo(first).contains(shown(tokens()));
        assertThat(counted).isEqualTo(Map.of("codex renewed", 2));
    }

    @Test
    void whatIsStoredLateDoesNotComeBetweenARenewalAndItsTokens() throws Exception {
        var goOn = new CountDownLatch(1);
        var asking = secondRenewalOnceWritesWork(goOn);

        refresher.round();
        goOn.countDown();
        asking.join();

        assertThat(tokens().obtainedAt()).isEqualTo(now);
        assertThat(current()).contains(shown(tokens()));
    }

    @Test
    void theEndOfTheProcessStoresThemAndWaitsForARenewal() throws Exception {
        var goOn = new CountDownLatch(1);
        var asking = secondRenewalOnceWritesWork(goOn);

        var ending = Thread.ofVirtual().start(custody::close);
        goOn.countDown();
        ending.join();
        asking.join();

        assertThat(tokens().obtainedAt()).isEqualTo(now);
    }

    @Test
    void theEndOfTheProcessStoresWhatWasNot() {
        var renewed = current().orElseThrow();
        WriteFaults.end(file());
        custody.close();

        assertThat(tokens().access()).isEqualTo(renewed.text());
    }

    @Test
    void aLoginThatComesMeanwhileWins() {
        current();
        WriteFaults.end(file());
        logIn(HOUR);
        refresher.round();

        assertThat(current().orElseThrow().text()).isEqualTo(new Secret("first access token"));
        assertThat(tokens().access()).isEqualTo(new Secret("first access token"));
    }

    @Test
    void aCredentialThatIsSwitchedOffMeanwhileKeepsThem() {
        var renewed = current();
        snapshots.publish(TestSnapshots.of("providers: [{id: p, provider_type: codex}]\n"));
        refresher.round();
        declare("codex", "");

        assertThat(current()).isEqualTo(renewed);
    }

    @Test
    void theLogSaysSoWithoutAnyToken() {
        try (var heard = new HeardLogs()) {
            current();
            refresher.round();
            WriteFaults.end(file());
            refresher.round();

            assertThat(heard.text())
                    .contains("credential c: its tokens are in memory only")
                    .contains("credential c: its tokens are stored")
                    .doesNotContain(vendor.given())
                    .doesNotContain("first access token");
        }
    }

    /// Tokens of a first renewal are in memory only; a second one is under way until the latch lets
    /// its answer go.
    private Thread secondRenewalOnceWritesWork(CountDownLatch goOn) {
        current();
        now = now.plus(HOUR);
        WriteFaults.end(file());
        vendor.beforeRenewals(() -> awaited(goOn));
        var asking = Thread.ofVirtual().start(this::current);
        await().until(() -> vendor.renewals() == 2);
        return asking;
    }

    private void restart() {
        store.close();
        store = open();
        custody = custody();
    }

    private static AccessToken shown(Tokens tokens) {
        return new AccessToken(tokens.access(), tokens.account());
    }
}
