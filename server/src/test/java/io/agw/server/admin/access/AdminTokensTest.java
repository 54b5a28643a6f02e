package io.agw.server.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Caller;
import io.agw.server.admin.api.Role;
import io.agw.server.oidc.Issuers;
import io.agw.server.turn.Received;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Callers that show a token of the settings.
@Timeout(60)
final class AdminTokensTest {
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
    private static final String HOME = "198.51.100.1";
    private static final int MOST_GUESSES_AN_HOUR = 20;

    private final SecureRandom random = new SecureRandom();
    private final FreshToken cron = FreshToken.make("cron", Role.OPERATOR, END, random);
    private final FreshToken scraper = FreshToken.make("scraper", Role.VIEWER, null, random);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Instant> now = new AtomicReference<>(END.minusMillis(1));
    private final Gatekeeper gatekeeper =
            new Gatekeeper(
                    new Accounts(
                            List.of(new Account("root", PasswordHash.of("right"), Role.ADMIN)),
                            List.of(cron.token(), scraper.token())),
                    Issuers.none(),
                    now::get,
                    nanos::get,
                    random);

    @Test
    void aTokensCallerHasItsNameItsRoleAndItsEnd() {
        assertThat(caller("Bearer " + cron.text(), HOME))
                .contains(new Caller("cron", Role.OPERATOR, null, END));
        assertThat(caller("bearer  " + scraper.text(), HOME))
                .contains(new Caller("scraper", Role.VIEWER, null, null));
    }

    @Test
    void aTokenIsRefusedFromItsEndOn() {
        assertThat(status(cron.text(), HOME)).isEqualTo(200);

        now.set(END);

        assertThat(status(cron.text(), HOME)).isEqualTo(401);
        assertThat(status(scraper.text(), HOME)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "agwadm_", "agws-", "null", "cron"})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(status(text, HOME)).isEqualTo(401);
    }

    @Test
    void whatAlmostIsATokenIsRefusedAndSoIsItsDigest() {
        var text = cron.text();
        for (var wrong :
                List.of(
                        text.substring(0, text.length() - 1),
                        text + "A",
                        text.toLowerCase(Locale.ROOT),
                        text.substring("agwadm_".length()),
                        cron.token().digest(),
                        cron.token().hash())) {
            assertThat(status(wrong, HOME)).as(wrong).isEqualTo(401);
            nanos.addAndGet(Duration.ofHours(1).toNanos());
        }
    }

    @Test
    void anHourOfGuessesFromAnAddressIsWorthFew() {
        int looked = 0;
        for (int i = 0; i < 3_600; i++) {
            looked += status("agwadm_guess" + i, HOME) == 401 ? 1 : 0;
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(looked).isBetween(5, MOST_GUESSES_AN_HOUR);
    }

    @Test
    void aBurstOfGuessesIsWorthNoMoreThanOneAfterTheOther() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var guesses = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 64; i++) {
                var guess = "agwadm_guess" + i;
                guesses.add(() -> status(guess, HOME));
            }
            var statuses = new ArrayList<Integer>();
            for (var done : threads.invokeAll(guesses)) {
                statuses.add(done.get());
            }
            assertThat(Collections.frequency(statuses, 401)).isEqualTo(5);
            assertThat(statuses).containsOnly(401, 429);
        }
    }

    @Test
    void guessesAtTokensAndPasswordsAreCountedTogether() {
        for (int i = 0; i < 5; i++) {
            assertThat(status("agwadm_guess" + i, HOME)).isEqualTo(401);
        }

        assertThat(statusOf("Basic cm9vdDpyaWdodA==", HOME)).isEqualTo(429);
        assertThat(statusOf("Basic cm9vdDpyaWdodA==", "198.51.100.2")).isEqualTo(200);
    }

    @Test
    void theRightTokenWaitsAsWellWhereItWasNeverShown() {
        assertThat(status(cron.text(), HOME)).isEqualTo(200);
        for (var address : List.of(HOME, "192.0.2.1")) {
            for (int i = 0; i < 5; i++) {
                status("agwadm_guess" + i, address);
            }
        }

        assertThat(status(cron.text(), HOME)).isEqualTo(200);
        assertThat(status(cron.text(), "192.0.2.1")).isEqualTo(429);
        nanos.addAndGet(Duration.ofMinutes(15).toNanos());
        assertThat(status(cron.text(), "192.0.2.1")).isEqualTo(200);
    }

    /// A job that goes on with an old token must not lock out the people at the same address.
    @Test
    void aTokenThatHasEndedSlowsNobody() {
        now.set(END);
        for (int i = 0; i < 100; i++) {
            assertThat(status(cron.text(), HOME)).isEqualTo(401);
        }

        assertThat(statusOf("Basic cm9vdDpyaWdodA==", HOME)).isEqualTo(200);
    }

    @Test
    void whoHoldsAnEndedTokenCannotGuessOnByIt() {
        now.set(END);
        for (int i = 0; i < 5; i++) {
            status("agwadm_guess" + i, HOME);
            status(cron.text(), HOME);
        }

        assertThat(status("agwadm_guess", HOME)).isEqualTo(429);
    }

    private int status(String token, String address) {
        return statusOf("Bearer " + token, address);
    }

    private int statusOf(String authorization, String address) {
        try {
            gatekeeper.caller(received(authorization, address));
            return 200;
        } catch (AdminError e) {
            return e.status();
        }
    }

    private Optional<Caller> caller(String authorization, String address) {
        return Optional.of(gatekeeper.caller(received(authorization, address)));
    }

    private static Received received(String authorization, String address) {
        var headers = Map.of("authorization", List.of(authorization));
        return new Received(
                "id", "GET", "", "/admin", "/admin", "", headers, new byte[0], address, 0);
    }
}
