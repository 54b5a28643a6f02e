/// What each provider type takes under `options`: one record per type, read and documented like any
/// other record of a bundle.
///
/// Starting point: {@link io.agw.bundle.options.OptionTypes}, the table of provider types.
@NullMarked
package io.agw.bundle.options;

import org.jspecify.annotations.NullMarked;
