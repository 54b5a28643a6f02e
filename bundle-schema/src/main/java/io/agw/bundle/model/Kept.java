package io.agw.bundle.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A secret (or map of secrets) that the gateway itself may hold: what a bundle leaves out stays as
/// it is stored, and is no difference.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Kept {
    /// The member beside this one that takes its place: where a document has that member, what is
    /// stored here goes.
    String unless() default "";

    /// Whether the gateway makes one where neither a document nor the store has it.
    boolean made() default false;
}
