/// Where a turn goes once its route is known.
///
/// Starting point: {@link io.agw.server.plane.Plane}, what a protocol family implements in a
/// package of its own below this one. {@link io.agw.server.plane.Front} takes every request of the
/// data listener to the plane of its route. Planes do not see each other.
@NullMarked
package io.agw.server.plane;

import org.jspecify.annotations.NullMarked;
