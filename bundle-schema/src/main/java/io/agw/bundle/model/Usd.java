package io.agw.bundle.model;

import io.agw.bundle.price.Dollars;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An amount of money in whole nano-dollars, so that no sum is ever rounded.
///
/// @param nanos 0 to {@link #MOST}
public record Usd(long nanos) implements Comparable<Usd> {
    /// The greatest amount, a billion dollars but a nano-dollar.
    public static final long MOST = 999_999_999_999_999_999L;

    private static final Pattern GRAMMAR = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    /// How amounts are written.
    public static final Spelling<Usd> SPELLING =
            new Spelling<>(
                    GRAMMAR.pattern(),
                    "dollars below a billion with at most 9 decimals, such as \"5.00\"",
                    List.of("5", "0.25", "1200.5"),
                    Usd::parse);

    public Usd {
        if (nanos < 0 || nanos > MOST) {
            throw new IllegalArgumentException(
                    nanos + " nano-dollars (expected: 0 to " + MOST + ")");
        }
    }

    /// The amount of a text such as `5.00`; empty when it is none.
    public static Optional<Usd> parse(String text) {
        return GRAMMAR.matcher(text).matches()
                ? Optional.of(new Usd(new BigDecimal(text).movePointRight(9).longValueExact()))
                : Optional.empty();
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(nanos, other.nanos);
    }

    /// The one text of an amount, without needless zeros: `5`, `0.25`.
    @Override
    public String toString() {
        return Dollars.text(nanos);
    }
}
