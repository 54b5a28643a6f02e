package io.agw.bundle.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DollarsTest {
    @ParameterizedTest
    @CsvSource({
        "3.00, 3000000",
        "15, 15000000",
        "0.15, 150000",
        "0.075, 75000",
        "0.000001, 1",
        "0, 0",
        "1000000, 1000000000000"
    })
    void dollarsForAMillionAreWholeNanoDollarsForAThousand(String dollars, long nanos) {
        assertThat(Dollars.perThousandTokens(dollars)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "-1",
                "+1",
                "1.",
                ".5",
                "1,5",
                "1e3",
                "0x1",
                "NaN",
                "0.0000001",
                "1000000.000001",
                "9999999",
                "99999999",
                "١"
            })
    void whatIsNoPriceIsNone(String text) {
        assertThat(Dollars.perThousandTokens(text)).isEmpty();
    }

    @Property
    void noPriceIsRounded(
            @ForAll @IntRange(max = 999_999) int whole,
            @ForAll @IntRange(max = 999_999) int micros) {
        var text = "%d.%06d".formatted(whole, micros);

        assertThat(BigDecimal.valueOf(Dollars.perThousandTokens(text).orElseThrow(), 6))
                .isEqualByComparingTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.000000001",
        "12000000, 0.012",
        "1000000000, 1",
        "1234567890123, 1234.567890123",
        "9223372036854775807, 9223372036.854775807"
    })
    void nanoDollarsAreShownAsDollars(long nanos, String dollars) {
        assertThat(Dollars.text(nanos)).isEqualTo(dollars);
    }

    @Property
    void theTextIsExact(@ForAll @LongRange(max = Long.MAX_VALUE) long nanos) {
        assertThat(new BigDecimal(Dollars.text(nanos)))
                .isEqualByComparingTo(BigDecimal.valueOf(nanos, 9));
    }
}
