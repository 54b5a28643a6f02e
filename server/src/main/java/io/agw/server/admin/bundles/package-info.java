/// `/admin/bundle`: validate, plan, apply and export, by the same planner and applier as every
/// source.
///
/// Starting point: {@link io.agw.server.admin.bundles.BundleEndpoints}.
@NullMarked
package io.agw.server.admin.bundles;

import org.jspecify.annotations.NullMarked;
