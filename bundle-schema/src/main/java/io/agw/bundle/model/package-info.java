/// The objects of a bundle: one immutable record per kind, described well enough by its own
/// components that reading, writing, comparing, documenting and storing it are generic.
///
/// Starting points: {@link io.agw.bundle.model.Kind}, the table of kinds, and any record, for
/// example {@link io.agw.bundle.model.Provider}. A component's name in a document is its Java name
/// in snake_case. `@Nullable` means optional, {@link io.agw.bundle.model.Default} fills it when
/// absent, a list or map that is absent is empty, and everything else is required.
@NullMarked
package io.agw.bundle.model;

import org.jspecify.annotations.NullMarked;
