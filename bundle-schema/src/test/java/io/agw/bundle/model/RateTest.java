package io.agw.bundle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Rate.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @ParameterizedTest
    @CsvSource({
        "100/min, 100/min",
        "5/S, 5/s",
        "5 / sec, 5/s",
        "5/secs, 5/s",
        "5/Seconds, 5/s",
        "007/m, 7/min",
        "7/mins, 7/min",
        "7/minute, 7/min",
        "7/minutes, 7/min",
        "1/h, 1/h",
        "1/hr, 1/h",
        "1/hrs, 1/h",
        "1/HOUR, 1/h",
        "1/hours, 1/h",
        "999999999999/d, 999999999999/day",
        "1/day, 1/day",
        "1/days, 1/day"
    })
    void eachSpellingHasOneText(String written, String text) {
        var rate = Rate.parse(written).orElseThrow();

        assertThat(rate).hasToString(text);
        assertThat(Rate.parse(text)).contains(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "/s",
                "0/s",
                "-1/s",
                "1.5/s",
                "1/ms",
                "1/ss",
                "1/ds",
                "1/hs",
                "1/week",
                "1/s/s",
                "1000000000000/s",
                "1e3/s",
                "1,000/s",
                "٣/s",
                "1/s!"
            })
    void whatIsNoRateIsNone(String written) {
        assertThat(Rate.parse(written)).isEmpty();
    }

    @Test
    void aRateIsForATime() {
        assertThat(new Rate(2, Unit.HOUR).per()).isEqualTo(Duration.ofMinutes(60));
        assertThatThrownBy(() -> new Rate(0, Unit.DAY))
                .hasMessage("0 (expected: 1 to 999999999999)");
    }
}
