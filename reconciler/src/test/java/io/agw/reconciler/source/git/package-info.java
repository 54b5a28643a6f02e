/// Tests of the git source, on real repositories and servers.
@NullMarked
package io.agw.reconciler.source.git;

import org.jspecify.annotations.NullMarked;
