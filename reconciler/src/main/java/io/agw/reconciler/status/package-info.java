/// What is known of a source and what operators have decided about it, in the forms in which both
/// are stored and shown.
///
/// Starting points: {@link io.agw.reconciler.status.StatusBoard}, what a source's status says, and
/// {@link io.agw.reconciler.status.Control}, decisions that no commit may undo.
@NullMarked
package io.agw.reconciler.status;

import org.jspecify.annotations.NullMarked;
