/// The one way in which anything is written: plan, check, compile, commit, publish.
///
/// Starting point: {@link io.agw.reconciler.apply.Applier}. The reconcile loop, `agwctl apply` and
/// every write of the Admin API end there; {@link io.agw.reconciler.apply.CandidateCompiler} is
/// what the server contributes.
@NullMarked
package io.agw.reconciler.apply;

import org.jspecify.annotations.NullMarked;
