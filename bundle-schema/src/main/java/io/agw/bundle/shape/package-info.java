/// What the records of {@link io.agw.bundle.model} look like in a document, as data: names, types,
/// defaults, bounds and texts of their members.
///
/// Starting point: {@link io.agw.bundle.shape.Shapes}. Reading, writing, checking, the JSON Schema,
/// the export and the reference page all go by this description, so that none of them knows a kind.
@NullMarked
package io.agw.bundle.shape;

import org.jspecify.annotations.NullMarked;
