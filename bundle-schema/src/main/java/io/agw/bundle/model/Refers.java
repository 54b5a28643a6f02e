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

    /// Whether `*` may stand for every object of the kinds, and then names none.
    boolean each() default false;
}
