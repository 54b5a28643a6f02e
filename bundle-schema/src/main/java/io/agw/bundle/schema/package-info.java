/// The bundle's JSON Schema and reference page, made from the records' shapes.
///
/// Starting points: {@link io.agw.bundle.schema.BundleSchema} and {@link
/// io.agw.bundle.schema.ReferencePage}. The schema is draft-07, the newest that the YAML language
/// server reads, and the only edition: everything in it means the same in later drafts, so that a
/// second one would only be a second thing to go wrong.
///
/// The schema is what an editor should suggest, and so says less than the loader accepts: no older
/// spellings, no `null`. What it accepts, the loader's shape checks accept too.
@NullMarked
package io.agw.bundle.schema;

import org.jspecify.annotations.NullMarked;
