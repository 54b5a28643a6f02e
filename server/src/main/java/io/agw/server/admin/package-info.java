/// The Admin API under `/admin`, as `docs/admin-api.md` describes it.
///
/// Starting point: {@link io.agw.server.admin.AdminPlane}, the handler of the admin listener: it
/// routes, authenticates, answers, and renders errors in one place. What there is to call is in the
/// sub-packages, one for each subject.
@NullMarked
package io.agw.server.admin;

import org.jspecify.annotations.NullMarked;
