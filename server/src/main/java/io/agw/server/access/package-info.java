/// What callers may use, as access policies say it: models, agents and routes; and what some may
/// use for a time besides.
///
/// Starting point: {@link io.agw.server.access.AccessRules}, all policies of a snapshot, which give
/// a caller its {@link io.agw.server.access.Access}. Permits come and go while the gateway runs:
/// {@link io.agw.server.access.Permits}.
@NullMarked
package io.agw.server.access;

import org.jspecify.annotations.NullMarked;
