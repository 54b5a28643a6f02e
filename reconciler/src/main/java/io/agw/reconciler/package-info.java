/// From a source to a serving snapshot: fetch, plan, guard, apply in one transaction, publish,
/// report, and roll back.
///
/// Starting point: {@link io.agw.reconciler.CandidateCompiler}, what the server contributes.
@NullMarked
package io.agw.reconciler;

import org.jspecify.annotations.NullMarked;
