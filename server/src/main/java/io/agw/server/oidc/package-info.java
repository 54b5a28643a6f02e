/// Tokens that somebody else has signed: issuers by OpenID Connect, their keys, and what a token
/// says.
///
/// Starting point: {@link io.agw.server.oidc.Issuers}. What a token may do here is not decided by
/// this package: virtual keys say which tokens stand for them, the settings which are whose on the
/// Admin API.
@NullMarked
package io.agw.server.oidc;

import org.jspecify.annotations.NullMarked;
