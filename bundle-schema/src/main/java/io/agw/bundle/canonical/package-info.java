/// Objects as plain data in one canonical form: defaults filled, sets sorted, server-managed
/// members dropped, secrets apart. Only this form is ever compared, stored and exported.
///
/// Starting point: {@link io.agw.bundle.canonical.CanonicalObject}.
@NullMarked
package io.agw.bundle.canonical;

import org.jspecify.annotations.NullMarked;
