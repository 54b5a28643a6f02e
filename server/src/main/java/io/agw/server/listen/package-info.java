/// Sockets in, turns out: one listener for the data plane, one for the admin plane.
///
/// Starting point: {@link io.agw.server.listen.HttpListener}. Everything that Helidon leaves open
/// is closed here: limits, deadlines against slow clients, the end of a connection, paths that mean
/// something else than they say. What is behind a listener sees a {@link
/// io.agw.server.turn.Received} and a {@link io.agw.server.turn.ReplySink} and no server type; the
/// reasons are in `docs/decisions/0005-helidon-behind-a-thin-listener.md`.
@NullMarked
package io.agw.server.listen;

import org.jspecify.annotations.NullMarked;
