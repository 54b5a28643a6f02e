package io.agw.server.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Role;
import io.agw.server.oidc.Issuers;
import io.agw.server.turn.Received;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GatekeeperTest {
    private static final String RIGHT = "correct horse battery staple";
    private static final int MOST_GUESSES_AN_HOUR = 20;
    private static final Duration CAP = Duration.ofMinutes(15);

    private final AtomicLong nanos = new AtomicLong();
    private final Gatekeeper gatekeeper =
            new Gatekeeper(
                    Accounts.of(
                            new Account(
                                    "root",
                                    BCrypt.withDefaults().hashToString(4, RIGHT.toCharArray()),
                                    Role.ADMIN)),
                    Issuers.none(),
                    InstantSource.fixed(Instant.EPOCH),
                    nanos::get,
                    new SecureRandom());

    @Test
    void anHourOfGuessesAtAnAccountFromManyAddressesIsWorthFew() {
        int looked = 0;
        for (int i = 0; i < 3_600; i++) {
            looked += status("root", "guess" + i, "192.0.2." + i % 1_000) == 401 ? 1 : 0;
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(looked).isBetween(5, MOST_GUESSES_AN_HOUR);
    }

    @Test
    void aGuessIsWorthNoMoreWhereTheRightUserIsInAlready() {
        assertThat(status("root", RIGHT, "198.51.100.1")).isEqualTo(200);
        for (int i = 0; i < 100; i++) {
            status("root", "guess" + i, "192.0.2.1");
        }

        assertThat(status("root", RIGHT, "192.0.2.1")).isEqualTo(429);
        assertThat(status("root", RIGHT, "192.0.2.2")).isEqualTo(429);
        assertThat(status("root", RIGHT, "198.51.100.1")).isEqualTo(200);
    }

    @Test
    void anHourOfGuessesFromAnAddressAtManyNamesIsWorthFew() {
        int looked = 0;
        for (int i = 0; i < 3_600; i++) {
            looked += status("name" + i, "guess", "192.0.2.1") == 401 ? 1 : 0;
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(looked).isBetween(5, MOST_GUESSES_AN_HOUR);
    }

    @Test
    void theRightUserIsInWithinTheCapAfterAnyNumberOfGuesses() {
        for (int i = 0; i < 100; i++) {
            status("root", "guess", "192.0.2." + i);
            nanos.addAndGet(CAP.toNanos());
        }
        status("root", "guess", "192.0.2.200");

        assertThat(status("root", RIGHT, "198.51.100.1")).isEqualTo(429);
        nanos.addAndGet(CAP.toNanos());
        assertThat(status("root", RIGHT, "198.51.100.1")).isEqualTo(200);
    }

    @Test
    void whoIsInAlreadyIsNotSlowedByGuessesOfOthers() {
        assertThat(status("root", RIGHT, "198.51.100.1")).isEqualTo(200);
        for (int i = 0; i < 100; i++) {
            status("root", "guess", "192.0.2." + i);
        }

        assertThat(status("root", RIGHT, "198.51.100.1")).isEqualTo(200);
    }

    @Test
    void aBurstOfGuessesIsWorthNoMoreThanOneAfterTheOther() throws Exception {
        var statuses = burst(64, i -> () -> status("root", "guess" + i, "192.0.2." + i));

        // the two that are looked at together may both be the last one that is free
        assertThat(Collections.frequency(statuses, 401)).isBetween(5, 6);
        assertThat(statuses).containsOnly(401, 429);
    }

    @Test
    void aBurstOfTheRightPasswordIsLetIn() throws Exception {
        assertThat(burst(64, _ -> () -> status("root", RIGHT, "198.51.100.1"))).containsOnly(200);
    }

    @Test
    void aNameThatNobodyHasIsAnsweredAsAnAccountIs() {
        for (int i = 0; i < 10; i++) {
            var known = refusal("root", "guess", "192.0.2.1" + i);
            var unknown = refusal("nobody", "guess", "192.0.2.2" + i);
            assertThat(unknown.status()).isEqualTo(known.status());
            assertThat(unknown.body()).isEqualTo(known.body());
            assertThat(unknown.retryAfter()).isEqualTo(known.retryAfter());
        }
    }

    private interface Numbered {
        Callable<Integer> at(int i);
    }

    private static List<Integer> burst(int size, Numbered call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < size; i++) {
                calls.add(call.at(i));
            }
            var statuses = new ArrayList<Integer>();
            for (Future<Integer> done : threads.invokeAll(calls)) {
                statuses.add(done.get());
            }
            return statuses;
        }
    }

    private int status(String name, String password, String address) {
        try {
            gatekeeper.caller(received(name, password, address));
            return 200;
        } catch (AdminError e) {
            return e.status();
        }
    }

    private AdminError refusal(String name, String password, String address) {
        return catchThrowableOfType(
                AdminError.class, () -> gatekeeper.caller(received(name, password, address)));
    }

    private static Received received(String name, String password, String address) {
        var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        var headers =
                Map.of(
                        "authorization",
                        List.of("Basic " + Base64.getEncoder().encodeToString(pair)));
        return new Received(
                "id", "GET", "", "/admin", "/admin", "", headers, new byte[0], address, 0);
    }
}
