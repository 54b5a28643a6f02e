/// `/admin/gitops/sources`: what operators see of sources, and do with them.
///
/// Starting point: {@link io.agw.server.admin.sources.SourceEndpoints}.
@NullMarked
package io.agw.server.admin.sources;

import org.jspecify.annotations.NullMarked;
