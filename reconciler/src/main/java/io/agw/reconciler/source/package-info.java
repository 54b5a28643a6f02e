/// Where bundles come from: a directory, a git repository.
///
/// Starting points: {@link io.agw.reconciler.source.Source}, what the loop sees, and {@link
/// io.agw.reconciler.source.SourceSettings}, what an operator sets. The rules that hold for every
/// source stand here too: {@link io.agw.reconciler.source.FileRules} says which files count, {@link
/// io.agw.reconciler.source.Harvest} what is refused.
@NullMarked
package io.agw.reconciler.source;

import org.jspecify.annotations.NullMarked;
