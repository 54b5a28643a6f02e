package io.agw.bundle.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a text must look like.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matching {
    /// A regular expression for the whole text, of the part that Java's and JSON Schema's have in
    /// common.
    String value();

    /// What to write, for messages.
    String expected();
}
