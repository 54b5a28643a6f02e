/// Who is asking: turns the virtual key that a client shows into a {@link
/// io.agw.server.authenticate.Principal}.
///
/// Starting point: {@link io.agw.server.authenticate.Authenticator}. Keys are found in memory by
/// keyed hash, so that neither their text nor the time a lookup takes tells anything about them.
@NullMarked
package io.agw.server.authenticate;

import org.jspecify.annotations.NullMarked;
