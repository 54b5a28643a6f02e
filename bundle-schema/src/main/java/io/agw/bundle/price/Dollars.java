package io.agw.bundle.price;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Dollars as text, and as whole nano-dollars.
public final class Dollars {
    /// What a price must look like, for messages.
    public static final String EXPECTED =
            "dollars for a million tokens such as \"0.15\", 0 to 1000000 with at most 6 decimals";

    private static final Pattern GRAMMAR = Pattern.compile("\\d{1,7}(\\.\\d{1,6})?");
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
    private static final long NANOS = 1_000_000_000L;

    private Dollars() {}

    /// Nano-dollars for a thousand tokens, of dollars for a million: a unit in which every price
    /// that can be written is whole. Empty when the text is none.
    public static OptionalLong perThousandTokens(String perMillion) {
        if (!GRAMMAR.matcher(perMillion).matches()) {
            return OptionalLong.empty();
        }
        var dollars = new BigDecimal(perMillion);
        return dollars.compareTo(MOST) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(dollars.movePointRight(6).longValueExact());
    }

    /// Nano-dollars as dollars, without needless zeros: `0.012`.
    public static String text(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(nanos + " nano-dollars (expected: >= 0)");
        }
        var text = new StringBuilder(20).append(nanos / NANOS);
        long fraction = nanos % NANOS;
        if (fraction > 0) {
            text.append('.');
            for (long digit = NANOS / 10; fraction > 0; digit /= 10) {
                text.append((char) ('0' + fraction / digit));
                fraction %= digit;
            }
        }
        return text.toString();
    }
}
