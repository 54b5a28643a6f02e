/// Texts that a model judges: {@link io.agw.server.guard.judge.Judge} asks it, by a route of the
/// gateway itself.
@NullMarked
package io.agw.server.guard.judge;

import org.jspecify.annotations.NullMarked;
