/// Text to tree: YAML 1.2 and JSON documents with the position of every value.
///
/// Starting point: {@link io.agw.bundle.document.DocumentReader}. Limits and the deadline against
/// hostile documents live here; what the values mean does not.
@NullMarked
package io.agw.bundle.document;

import org.jspecify.annotations.NullMarked;
