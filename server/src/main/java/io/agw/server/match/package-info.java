/// Which route takes a request, decided from host, path and method alone.
///
/// Starting point: {@link io.agw.server.match.RouteTable}. Prefixes match at segment boundaries,
/// the longest wins, and every tie has an answer, so that the same configuration always routes the
/// same way. Pure: knows the bundle's records and nothing else.
@NullMarked
package io.agw.server.match;

import org.jspecify.annotations.NullMarked;
