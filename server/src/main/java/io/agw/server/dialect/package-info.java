/// Wire shapes of model APIs, as bytes: what a request asks for, what an answer says, and how
/// little of either has to change.
///
/// Starting points: {@link io.agw.server.dialect.RequestScanner} and {@link
/// io.agw.server.dialect.SseReader}. Scans and splices, never builds a tree; whatever the gateway
/// does not know goes through byte for byte. Pure: no I/O, nobody else's types.
@NullMarked
package io.agw.server.dialect;

import org.jspecify.annotations.NullMarked;
