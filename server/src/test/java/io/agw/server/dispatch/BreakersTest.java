package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.call.Timeouts;
import io.agw.server.dispatch.Breaker.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The breakers of models that clients name, of which there may be any number.
final class BreakersTest {
    private static final int MOST = 4_096;
    private static final BreakerRule RULE =
            new BreakerRule(
                    2,
                    20,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(100),
                    3,
                    false);

    private final AtomicLong clock = new AtomicLong(7);
    private final List<String> changes = new ArrayList<>();
    private final Breakers breakers =
            new Breakers(clock::get, (provider, state) -> changes.add(provider + " " + state));
    private final Target vendor = target("vendor");

    @Test
    void modelsBeyondTheLimitShareOneForEachProvider() {
        for (int i = 0; i < MOST; i++) {
            fail(vendor, "m" + i);
        }

        fail(vendor, "further");
        fail(vendor, "and further");
        fail(target("other"), "elsewhere");

        assertThat(breakers.views()).hasSize(MOST + 2);
        assertThat(breakers.views())
                .filteredOn(view -> view.model().equals("*"))
                .extracting(view -> view.providerId() + " " + view.state())
                .containsExactly("other closed", "vendor open");
        assertThat(changes).containsExactly("vendor open");
    }

    @Test
    void theSharedOneKeepsAwayModelsThatHaveNoneOfTheirOwn() {
        for (int i = 0; i < MOST; i++) {
            fail(vendor, "m" + i);
        }
        fail(vendor, "a");
        fail(vendor, "b");

        assertThat(breakers.acquire(vendor, "c")).isNull();
        assertThat(breakers.refuses(vendor, "c")).isTrue();
        assertThat(breakers.opensIn(vendor, "c")).isEqualTo(Duration.ofSeconds(30));
        assertThat(breakers.refuses(vendor, "m1")).isFalse();
        assertThat(breakers.acquire(vendor, "m1")).isNotNull();
    }

    @Test
    void thoseThatHaveNothingToSayMakeRoom() {
        for (int i = 0; i < MOST; i++) {
            fail(vendor, "m" + i);
        }
        clock.addAndGet(Duration.ofSeconds(61).toNanos());

        fail(vendor, "new");

        assertThat(breakers.views()).extracting(Breakers.View::model).containsExactly("new");
    }

    private void fail(Target target, String model) {
        Objects.requireNonNull(breakers.acquire(target, model)).settle(Verdict.FAILURE);
    }

    private static Target target(String providerId) {
        var usual = Handling.plain(0);
        return new Target(
                providerId,
                "openai",
                null,
                1,
                0,
                false,
                Abilities.UNKNOWN,
                null,
                new Handling(usual.retries(), Timeouts.defaults(), RULE, false, usual.traced()),
                new Standing(),
                new Accounts(List.of()));
    }
}
