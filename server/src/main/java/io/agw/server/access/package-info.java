/// What callers may use, as access policies say it: models, agents and routes.
///
/// Starting point: {@link io.agw.server.access.AccessRules}, all policies of a snapshot, which give
/// a caller its {@link io.agw.server.access.Access}.
@NullMarked
package io.agw.server.access;

import org.jspecify.annotations.NullMarked;
