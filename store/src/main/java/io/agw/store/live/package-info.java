/// What both stores do alike, whatever they keep rows in: the applied configuration in memory, what
/// a changeset makes of it, and how audit entries vouch for each other. Pure.
///
/// Starting point: {@link io.agw.store.live.Staging}. For implementations of the ports only.
@NullMarked
package io.agw.store.live;

import org.jspecify.annotations.NullMarked;
