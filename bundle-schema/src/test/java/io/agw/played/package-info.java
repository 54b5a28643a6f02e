/// Parts of the world that the tests of several modules play on real sockets.
@NullMarked
package io.agw.played;

import org.jspecify.annotations.NullMarked;
