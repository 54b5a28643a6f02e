package io.agw.bundle.canonical;

import java.util.Comparator;

/// The one order in which lists without order are kept.
final class Unordered {
    static final Comparator<Object> ORDER =
            Comparator.comparingDouble(Unordered::figure).thenComparing(Object::toString);

    private Unordered() {}

    /// Numbers are in the order of numbers.
    private static double figure(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
