package io.agw.server.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.api.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Account ROOT =
            new Account("root", PasswordHash.of("correct horse battery staple"), Role.ADMIN);

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Sessions sessions = new Sessions(() -> now, new SecureRandom());

    @Test
    void aSessionThatIsUsedGoesOnAndOneThatIsNotEnds() {
        var token = sessions.open(ROOT).token();

        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMinutes(29));
            assertThat(sessions.caller(token)).isPresent();
        }
        pass(Duration.ofMinutes(30));

        assertThat(sessions.caller(token)).isEmpty();
    }

    @Test
    void noSessionLastsLongerThanTwelveHours() {
        var opened = sessions.open(ROOT);
        for (int i = 0; i < 35; i++) {
            pass(Duration.ofMinutes(20));
            assertThat(sessions.caller(opened.token())).isPresent();
        }
        assertThat(sessions.caller(opened.token()))
                .hasValueSatisfying(
                        caller -> assertThat(caller.expiresAt()).isEqualTo("2026-11-22T00:00:00Z"));

        pass(Duration.ofMinutes(20));

        assertThat(sessions.caller(opened.token())).isEmpty();
    }

    @Test
    void theOldestUnusedSessionMakesRoomForAnother() {
        var first = sessions.open(ROOT).token();
        var second = sessions.open(ROOT).token();
        for (int i = 0; i < 998; i++) {
            sessions.open(ROOT);
        }
        assertThat(sessions.caller(first)).isPresent();

        sessions.open(ROOT);

        assertThat(sessions.caller(second)).isEmpty();
        assertThat(sessions.caller(first)).isPresent();
    }

    @Test
    void aTokenIsNotItsNeighbour() {
        var token = sessions.open(ROOT).token();

        assertThat(token).startsWith("agws-").hasSize(48);
        assertThat(sessions.caller(token + "x")).isEmpty();
        assertThat(sessions.caller("")).isEmpty();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
