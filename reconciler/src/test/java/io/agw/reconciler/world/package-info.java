/// A gateway without a data plane, in which a test passes time by hand.
@NullMarked
package io.agw.reconciler.world;

import org.jspecify.annotations.NullMarked;
