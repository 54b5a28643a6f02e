/// Where bundles come from: a directory, a git repository.
///
/// Starting point: {@link io.agw.reconciler.source.Source}.
@NullMarked
package io.agw.reconciler.source;

import org.jspecify.annotations.NullMarked;
