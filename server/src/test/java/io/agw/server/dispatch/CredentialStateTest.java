package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Secret;
import io.agw.server.dialect.UpstreamError;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CredentialStateTest {
    private static final Secret KEY = new Secret("sk-one");

    private long now = -5;
    private final CredentialState state = new CredentialState(() -> now);

    @Test
    void nothingIsLeftAloneAtFirst() {
        assertThat(state.coolDown(KEY, "m")).isNull();
        assertThat(state.coolDowns()).isEmpty();
    }

    @Test
    void aLimitIsForItsModelAndDoublesUpToHalfAnHour() {
        long expected = 1;
        for (int i = 0; i < 14; i++) {
            assertThat(state.refused(KEY, "m", answered(429, null))).isTrue();
            assertThat(state.coolDown(KEY, "m"))
                    .isEqualTo(coolDown(429, Duration.ofSeconds(expected)));
            assertThat(state.coolDown(KEY, "other")).isNull();
            pass(Duration.ofSeconds(expected));
            assertThat(state.coolDown(KEY, "m")).isNull();
            expected = Math.min(1800, expected * 2);
        }
        assertThat(expected).isEqualTo(1800);
    }

    @Test
    void whatWasUnderWayTogetherCountsOnce() {
        assertThat(state.refused(KEY, "m", answered(429, null))).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(state.refused(KEY, "m", answered(429, null))).isFalse();
        }

        assertThat(left("m")).isEqualTo(Duration.ofSeconds(1));
        assertThat(state.refused(KEY, "m", answered(429, Duration.ofSeconds(7)))).isFalse();
        assertThat(left("m")).isEqualTo(Duration.ofSeconds(7));
        state.refused(KEY, "m", answered(429, Duration.ofSeconds(2)));
        assertThat(left("m")).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theWordsAreThoseOfTheLongerWait() {
        var limit = new UpstreamError("usage_limit_reached", "usage_limit_reached", null);
        state.refused(
                KEY,
                "m",
                new Fault.Answered(429, limit, Duration.ofHours(2), UpstreamWords.none(false)));
        state.refused(KEY, "m", answered(403, null));

        assertThat(state.coolDown(KEY, "m"))
                .isEqualTo(new CredentialState.CoolDown(429, limit, Duration.ofHours(2)));
    }

    @Test
    void theUpstreamsOwnWordCountsAndAnAbsurdOneIsCut() {
        state.refused(KEY, "m", answered(429, Duration.ofHours(2)));
        assertThat(left("m")).isEqualTo(Duration.ofHours(2));

        state.refused(KEY, "n", answered(429, Duration.ofDays(4_000)));
        assertThat(left("n")).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void anUnknownKeyIsLeftAloneForEveryModelUntilItsSecretChanges() {
        state.refused(KEY, "m", answered(401, null));

        assertThat(state.coolDown(KEY, "other")).isEqualTo(coolDown(401, Duration.ofMinutes(1)));
        assertThat(state.coolDown(new Secret("sk-two"), "m")).isNull();
        assertThat(state.coolDown(new Secret("sk-one"), "m")).isNotNull();

        state.refused(new Secret("sk-two"), "m", answered(429, null));
        assertThat(state.coolDowns().keySet()).containsExactly("m");
        assertThat(state.coolDown(KEY, "m")).isNull();
    }

    @Test
    void aSpentAccountIsLeftAloneForEveryModelAsAnUnknownKeyIs() {
        var spent = new UpstreamError("insufficient_quota", "insufficient_quota", null);

        state.refused(KEY, "m", new Fault.Answered(429, spent, null, UpstreamWords.none(false)));

        assertThat(state.coolDown(KEY, "other"))
                .isEqualTo(new CredentialState.CoolDown(402, spent, Duration.ofMinutes(1)));
    }

    @Test
    void anAccountThatIsUnpaidIsLeftAloneForAMinuteAndThenTwiceAsLong() {
        for (int minutes : new int[] {1, 2, 4}) {
            state.refused(KEY, "m", answered(402, null));

            assertThat(state.coolDown(KEY, "other"))
                    .isEqualTo(coolDown(402, Duration.ofMinutes(minutes)));
            pass(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void aMissingRightIsForItsModel() {
        state.refused(KEY, "secret-model", answered(403, null));

        assertThat(state.coolDown(KEY, "secret-model")).isNotNull();
        assertThat(state.coolDown(KEY, "m")).isNull();
    }

    @Test
    void aCallThatIsTakenClearsTheModelAndTheKey() {
        state.refused(KEY, "m", answered(401, null));
        state.refused(KEY, "m", answered(429, null));
        state.refused(KEY, "n", answered(429, null));

        state.taken(new Secret("sk-two"), "m");
        assertThat(state.coolDowns()).hasSize(3);
        state.taken(KEY, "m");

        assertThat(state.coolDowns().keySet()).containsExactly("n");
        pass(Duration.ofSeconds(1));
        state.taken(KEY, "n");
        state.refused(KEY, "n", answered(429, null));
        assertThat(left("n")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsNotAboutTheKeyLeavesItAlone() {
        for (int status : new int[] {400, 404, 408, 422, 500, 503}) {
            assertThat(state.refused(KEY, "m", answered(status, null))).isFalse();
        }
        assertThat(state.coolDowns()).isEmpty();
    }

    @Test
    void modelsWithoutEndAreCountedTogether() {
        for (int i = 0; i < 1_000; i++) {
            state.refused(KEY, "m" + i, answered(429, null));
        }

        assertThat(state.coolDowns()).hasSizeLessThanOrEqualTo(257).containsKey("");
        assertThat(state.coolDown(KEY, "never-asked")).isNotNull();
    }

    @Test
    void anOperatorEndsIt() {
        state.refused(KEY, "m", answered(401, null));

        state.forget();

        assertThat(state.coolDown(KEY, "m")).isNull();
        assertThat(state.coolDowns()).isEqualTo(Map.of());
    }

    private Duration left(String model) {
        return Objects.requireNonNull(state.coolDown(KEY, model)).left();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static CredentialState.CoolDown coolDown(int status, Duration left) {
        return new CredentialState.CoolDown(status, UpstreamError.UNKNOWN, left);
    }

    private static Fault.Answered answered(int status, @Nullable Duration retryAfter) {
        return new Fault.Answered(
                status, UpstreamError.UNKNOWN, retryAfter, UpstreamWords.none(false));
    }
}
