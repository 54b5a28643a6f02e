/// One source's way from its files to the store, again and again: when to look, what to do with
/// what is found, and how to go on after a failure.
///
/// Starting points: {@link io.agw.reconciler.loop.SourceLoop}, which runs attempts one at a time,
/// {@link io.agw.reconciler.loop.Reconciliation}, how one can end, and {@link
/// io.agw.reconciler.loop.SourcePolicy}, what may be set.
@NullMarked
package io.agw.reconciler.loop;

import org.jspecify.annotations.NullMarked;
