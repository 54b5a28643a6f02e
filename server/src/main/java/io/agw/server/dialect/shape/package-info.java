/// Wire shapes of model APIs, read into conversations and written from them.
///
/// Starting point: {@link io.agw.server.dialect.shape.Dialect}, of which each implementation is a
/// package of its own below this one. Only a turn whose client and upstream speak differently comes
/// here; where both speak alike its bytes pass through. Pure: trees in, trees out.
@NullMarked
package io.agw.server.dialect.shape;

import org.jspecify.annotations.NullMarked;
