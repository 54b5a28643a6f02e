package io.agw.server.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.Asking.Outcome;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Ledger.Sum;
import io.agw.store.Payer;
import io.agw.store.Store;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What policies make of agents as time goes by.
@Timeout(60)
final class PoliciesTest {
    private static final Holder AGENT = new Holder(HolderType.AGENT, "a");
    private static final long DOLLAR = 1_000_000_000;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-28T22:50:00Z"));
    private final Store store = new MemoryStore(now::get);
    private final List<String> happened = new ArrayList<>();
    private final Pauses pauses = new Pauses(store.pauses(), now::get, PauseWatcher.NONE);
    private Budgets budgets = budgets();
    private Figures figures = new Figures(budgets, now::get);
    private Policies policies = new Policies(figures, pauses, now::get, new Watching());
    private PolicyRules rules = PolicyRules.NONE;

    @BeforeEach
    void start() {
        budgets.start();
    }

    @AfterEach
    void stop() {
        budgets.close();
    }

    @Test
    void hoursAndDaysBeginAnew() {
        use("{id: p, condition: call_count > 99, action: alert}");
        turn(new Outcome(DOLLAR, 10, true, 100));
        assertThat(figures.used(AGENT)).containsEntry(BudgetWindow.HOUR, new Sum(DOLLAR, 10, 1));

        pass(Duration.ofMinutes(10));
        turn(new Outcome(DOLLAR, 20, false, 300));
        assertThat(figures.used(AGENT))
                .containsEntry(BudgetWindow.HOUR, new Sum(DOLLAR, 20, 1))
                .containsEntry(BudgetWindow.DAY, new Sum(2 * DOLLAR, 30, 2));
        assertThat(figures.averageMillis(AGENT)).isEqualTo(300);

        pass(Duration.ofHours(1));
        assertThat(figures.used(AGENT))
                .containsEntry(BudgetWindow.DAY, Sum.ZERO)
                .containsEntry(BudgetWindow.TOTAL, new Sum(2 * DOLLAR, 30, 2));
        assertThat(figures.errors(AGENT)).containsEntry(BudgetWindow.TOTAL, new Sum(0, 0, 1));
        assertThat(figures.averageMillis(AGENT)).isZero();
    }

    @Test
    void aRestartKnowsWhatWasCounted() {
        use("{id: p, condition: call_count > 99, action: alert}");
        turn(new Outcome(DOLLAR, 10, true, 100));
        var before = figures.used(AGENT);

        budgets.close();
        budgets = budgets();
        budgets.start();
        figures = new Figures(budgets, now::get);

        assertThat(figures.used(AGENT)).isEqualTo(before);
        assertThat(figures.errors(AGENT)).containsEntry(BudgetWindow.HOUR, new Sum(0, 0, 1));
    }

    @Test
    void latenciesAreKnownWithinAFifth() {
        use("{id: p, condition: call_count > 999, action: alert}");
        for (int i = 1; i <= 100; i++) {
            turn(new Outcome(0, 0, false, i * 10L));
        }

        assertThat(figures.averageMillis(AGENT)).isEqualTo(505);
        assertThat(figures.p95Millis(AGENT)).isBetween(950.0, 950.0 * 1.2);
    }

    @Test
    void whatPausedOnceDoesSoAgainWhenItsTimeIsOver() {
        use("{id: p, condition: call_count > 0, action: pause, params: {duration: 10m}}");
        turn(new Outcome(0, 0, false, 1));
        assertThat(Objects.requireNonNull(pauses.of(AGENT)).until())
                .isEqualTo(now.get().plusSeconds(600));

        pass(Duration.ofMinutes(10));
        assertThat(pauses.of(AGENT)).isNull();
        Objects.requireNonNull(asked()).begin();
        assertThat(pauses.of(AGENT)).isNotNull();
    }

    @Test
    void whomSomebodyResumedIsPausedAgainOnlyAfterItWasInLine() {
        use("{id: p, condition: calls_this_hour > 1, action: pause}");
        turn(new Outcome(0, 0, false, 1));
        turn(new Outcome(0, 0, false, 1));
        assertThat(pauses.of(AGENT)).isNotNull();

        pauses.resume(AGENT, List.of(), "root");
        turn(new Outcome(0, 0, false, 1));
        assertThat(pauses.of(AGENT)).as("it holds still").isNull();

        pass(Duration.ofHours(1));
        turn(new Outcome(0, 0, false, 1));
        assertThat(pauses.of(AGENT)).as("it does not hold").isNull();
        turn(new Outcome(0, 0, false, 1));
        assertThat(pauses.of(AGENT)).as("it holds anew").isNotNull();
    }

    @Test
    void anOperatorsPauseIsNobodyElses() {
        use("{id: p, condition: call_count > 0, action: pause, params: {duration: 1m}}");
        pauses.byHand(AGENT, new Pauses.Told("mine", "root"), null);

        turn(new Outcome(0, 0, false, 1));

        assertThat(Objects.requireNonNull(pauses.of(AGENT)).reason()).isEqualTo("mine");
        assertThat(happened).isEmpty();
    }

    @Test
    void aThrottleEndsAndAnAlertIsToldAgainInTime() {
        use(
                "{id: a, condition: calls_this_hour > 0, action: alert, params: {cooldown: 2m}}",
                "{id: t, condition: calls_this_hour > 0, action: throttle, params: {delay: 1s, duration: 1m}}");
        turn(new Outcome(0, 0, false, 1));
        assertThat(happened).containsExactly("a", "t");
        assertThat(begun().delay()).isEqualTo(Duration.ofSeconds(1));

        pass(Duration.ofMinutes(2));
        turn(new Outcome(0, 0, false, 1));
        assertThat(happened).containsExactly("a", "t", "a", "t");

        pass(Duration.ofHours(1));
        assertThat(begun().delay()).isZero();
    }

    @Test
    void whoWasNotSeenForAWhileIsIdle() {
        use("{id: p, condition: status == 'idle', action: alert, params: {cooldown: 1s}}");
        begun();
        assertThat(happened).as("never seen").containsExactly("p");
        pass(Duration.ofMinutes(4));
        begun();
        assertThat(happened).hasSize(1);
        pass(Duration.ofMinutes(5));
        begun();
        assertThat(happened).hasSize(2);
    }

    @Test
    void whomNoPolicyMeansIsNotCounted() {
        use("{id: p, match: {agent_ids: [other]}, condition: call_count > 0, action: alert}");

        assertThat(asked()).isNull();
    }

    private PoliciedTurn begun() {
        var turn = Objects.requireNonNull(asked());
        turn.begin();
        return turn;
    }

    private void turn(Outcome outcome) {
        Objects.requireNonNull(asked()).end(outcome);
    }

    private @Nullable PoliciedTurn asked() {
        var payer = new Payer("k", null, null, null, "a");
        var asking =
                new Asking(
                        payer,
                        Set.of(),
                        "r",
                        "m",
                        () -> 7,
                        () -> new Aim("p", "closed"),
                        now.get());
        return policies.of(rules, asking, _ -> 0);
    }

    private Budgets budgets() {
        return new Budgets(
                store.ledger(),
                now::get,
                _ -> {},
                pauses,
                new ChangedCaps(store.budgets(), now::get));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private void use(String... all) {
        rules =
                TestSnapshots.of("policies:\n- " + String.join("\n- ", all) + "\n")
                        .admission()
                        .policies();
    }

    private final class Watching implements PolicyWatcher {
        @Override
        public void matched(PolicyRule rule) {}

        @Override
        public void happened(Match match) {
            happened.add(match.rule().id());
        }
    }
}
