/// Objects → bundle YAML that a person can go on with: applying it to the gateway that it came from
/// changes nothing.
///
/// Starting point: {@link io.agw.bundle.export.BundleExport}.
@NullMarked
package io.agw.bundle.export;

import org.jspecify.annotations.NullMarked;
