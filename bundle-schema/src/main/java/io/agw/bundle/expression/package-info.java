/// Expressions that a bundle may contain, checked when it is validated and compiled by whoever
/// evaluates them, so that both agree.
///
/// Starting point: {@link io.agw.bundle.expression.Intents}.
@NullMarked
package io.agw.bundle.expression;

import org.jspecify.annotations.NullMarked;
