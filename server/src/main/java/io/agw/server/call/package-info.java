/// Calls to upstreams over HTTP/1.1: a small blocking client made for many concurrent streams.
///
/// Starting point: {@link io.agw.server.call.UpstreamClient}. One virtual thread drives one call;
/// deadlines, idle connections and cancellation are the business of one {@link
/// io.agw.server.call.Sweeper}, which closes the socket under a call that must end. Redirects are
/// not followed, encoded answers are not asked for, and every address is checked by an {@link
/// io.agw.server.call.EgressRule} before it is connected to.
@NullMarked
package io.agw.server.call;

import org.jspecify.annotations.NullMarked;
