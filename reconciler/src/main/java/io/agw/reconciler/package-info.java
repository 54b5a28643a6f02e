/// From a source to a serving snapshot: fetch, plan, guard, apply in one transaction, publish,
/// report, and roll back.
///
/// Starting points: {@link io.agw.reconciler.Reconciler}, which runs the loops, {@link
/// io.agw.reconciler.apply.Applier}, the one way in which anything is written, and {@link
/// io.agw.reconciler.source.Source}, where bundles come from.
@NullMarked
package io.agw.reconciler;

import org.jspecify.annotations.NullMarked;
