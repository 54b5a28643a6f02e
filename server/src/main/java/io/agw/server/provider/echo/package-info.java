/// A provider without a vendor: answers from the request, so that a first run and every test work
/// offline.
///
/// Starting point: {@link io.agw.server.provider.echo.EchoType}.
@NullMarked
package io.agw.server.provider.echo;

import org.jspecify.annotations.NullMarked;
