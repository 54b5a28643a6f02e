package io.agw.bundle.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Budget.Enforcement;
import io.agw.bundle.model.Budget.OnExceed;
import io.agw.bundle.model.Budget.UnpricedModel;
import io.agw.bundle.model.Budget.WindowType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final Usd FIVE = new Usd(5_000_000_000L);
    private static final CountLimits NONE = new CountLimits(null, null, null, null, null);

    @Test
    void keysAndAgentsArePausedUnlessItIsSaidOtherwise() {
        var key = new Subject.VirtualKey(Subject.EACH);

        assertThat(budget(key, Enforcement.HARD).actions())
                .containsExactlyInAnyOrder(OnExceed.DENY, OnExceed.PAUSE);
        assertThat(budget(new Subject.Agent("a"), Enforcement.SOFT).actions())
                .containsExactlyInAnyOrder(OnExceed.DENY, OnExceed.PAUSE);
        assertThat(budget(new Subject.Team("t"), Enforcement.HARD).actions())
                .containsExactly(OnExceed.DENY);
        assertThat(
                        budget(key, Enforcement.HARD, new Said(FIVE, null, List.of(OnExceed.DENY)))
                                .actions())
                .containsExactly(OnExceed.DENY);
        assertThat(budget(key, Enforcement.OBSERVE).actions()).isEmpty();
    }

    @Test
    void modelsWithoutPriceAreRefusedWhereMoneyIsLimitedHard() {
        var all = new Subject.Global();

        assertThat(budget(all, Enforcement.HARD).unpriced()).isEqualTo(UnpricedModel.DENY);
        assertThat(budget(all, Enforcement.SOFT).unpriced()).isEqualTo(UnpricedModel.ALLOW_ZERO);
        assertThat(budget(all, Enforcement.OBSERVE).unpriced()).isEqualTo(UnpricedModel.ALLOW_ZERO);
        assertThat(
                        budget(all, Enforcement.SOFT, new Said(FIVE, UnpricedModel.DENY, List.of()))
                                .unpriced())
                .isEqualTo(UnpricedModel.DENY);
        assertThat(budget(all, Enforcement.HARD, new Said(null, null, List.of())).unpriced())
                .isEqualTo(UnpricedModel.ALLOW_ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5000000000, 5",
        "5.00, 5000000000, 5",
        "0.000000001, 1, 0.000000001",
        "007.50, 7500000000, 7.5",
        "0, 0, 0",
        "999999999.999999999, 999999999999999999, 999999999.999999999"
    })
    void moneyIsWholeNanoDollars(String written, long nanos, String text) {
        assertThat(Usd.parse(written)).contains(new Usd(nanos));
        assertThat(new Usd(nanos)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 5",
                "-1",
                "+1",
                "1e3",
                "1,5",
                ".5",
                "5.",
                "1000000000",
                "0.0000000001",
                "$5",
                "٣"
            })
    void whatIsNoAmountIsNone(String written) {
        assertThat(Usd.parse(written)).isEmpty();
    }

    @Test
    void limitsAreInTheOrderOfTheirTimes() {
        assertThat(new SpendLimits(null, FIVE, null, null, FIVE).given().keySet())
                .containsExactly(BudgetWindow.DAY, BudgetWindow.TOTAL);
        assertThat(new CountLimits(1L, null, 3L, 4L, null).given().toString())
                .isEqualTo("{HOUR=1, WEEK=3, MONTH=4}");
    }

    @Test
    void zonesHaveNames() {
        assertThat(TimeZones.parse("Europe/Berlin")).isPresent();
        assertThat(TimeZones.parse("+02:00")).isEmpty();
        assertThat(TimeZones.parse("utc")).isEmpty();
    }

    /// What the document of a budget says.
    private record Said(
            @Nullable Usd day, @Nullable UnpricedModel unpriced, List<OnExceed> onExceed) {}

    private static Budget budget(Subject subject, Enforcement enforcement) {
        return budget(subject, enforcement, new Said(FIVE, null, List.of()));
    }

    private static Budget budget(Subject subject, Enforcement enforcement, Said said) {
        return new Budget(
                "b",
                null,
                false,
                subject,
                new SpendLimits(null, said.day(), null, null, null),
                NONE,
                new CountLimits(null, 1L, null, null, null),
                WindowType.CALENDAR,
                TimeZones.parse("UTC").orElseThrow(),
                enforcement,
                said.onExceed(),
                List.of(1.0),
                4096,
                said.unpriced(),
                Lifecycle.NORMAL);
    }
}
