/// Applied state and desired bundle → plan: pure data, printable, byte-equal whoever made it.
///
/// Starting point: {@link io.agw.bundle.plan.Change}. Knows no kinds, no store and no clock.
@NullMarked
package io.agw.bundle.plan;

import org.jspecify.annotations.NullMarked;
