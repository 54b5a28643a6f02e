/// The words that every step of a turn shares: what was received, where the answer goes, and how a
/// turn is refused. Knows nobody.
///
/// Starting point: {@link io.agw.server.turn.Received}.
@NullMarked
package io.agw.server.turn;

import org.jspecify.annotations.NullMarked;
