package io.agw.bundle.canonical;

import java.util.Comparator;

/// The one order in which lists without order are kept.
final class Unordered {
    static final Comparator<Object> ORDER = Comparator.comparing(Object::toString);

    private Unordered() {}
}
