/// The bundle: everything that a team writes in git, from files to typed, valid objects.
///
/// Starting point: {@link io.agw.bundle.BundleLoader}, files → {@link io.agw.bundle.Loaded}. Pure:
/// nothing here reads a disk, a socket or a clock, so that `agwctl` and the server agree.
@NullMarked
package io.agw.bundle;

import org.jspecify.annotations.NullMarked;
