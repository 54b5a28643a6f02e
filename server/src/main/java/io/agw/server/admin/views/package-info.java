/// What an operator looks at: health, traces, events, metrics, the lists of what this build can do,
/// and the description of the API itself.
///
/// Starting point: {@link io.agw.server.admin.views.ViewEndpoints}.
@NullMarked
package io.agw.server.admin.views;

import org.jspecify.annotations.NullMarked;
