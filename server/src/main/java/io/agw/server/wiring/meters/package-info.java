/// What reconciling and git report, as meters.
///
/// Starting points: {@link io.agw.server.wiring.meters.LoopMeters} and {@link
/// io.agw.server.wiring.meters.GitMeters}, which implement the reconciler's ports. They live here
/// because in this module only `wiring` and `admin` see the reconciler.
@NullMarked
package io.agw.server.wiring.meters;

import org.jspecify.annotations.NullMarked;
