package io.agw.bundle.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A string, or list of strings, that names objects of one of these kinds by id.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Refers {
    Kind[] value();

    /// Which texts stand for many objects of the kinds, and then name none.
    Wildcard wildcard() default Wildcard.NONE;

    /// Where `*` may stand.
    enum Wildcard {
        /// Nowhere.
        NONE,
        /// Alone, for every object.
        ALONE,
        /// At the end of a {@link NamePattern}.
        AT_END;

        /// Whether a text stands for many.
        public boolean isIn(String text) {
            return switch (this) {
                case NONE -> false;
                case ALONE -> text.equals("*");
                case AT_END -> NamePattern.isMany(text);
            };
        }
    }
}
