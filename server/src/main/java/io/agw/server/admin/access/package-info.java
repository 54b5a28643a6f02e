/// Who may call the Admin API: Basic authentication, tokens, sessions, slowed guessing, and the
/// checks against foreign pages.
///
/// Starting point: {@link io.agw.server.admin.access.Gatekeeper}.
@NullMarked
package io.agw.server.admin.access;

import org.jspecify.annotations.NullMarked;
