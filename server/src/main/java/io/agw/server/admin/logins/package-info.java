/// Logins of vendors' command lines, as operators run them, and the renewal of their tokens.
///
/// Starting point: {@link io.agw.server.admin.logins.LoginEndpoints}.
@NullMarked
package io.agw.server.admin.logins;

import org.jspecify.annotations.NullMarked;
