/// Texts on their way past guards, whole or piece by piece: what goes in in pieces comes out in the
/// same pieces, with what was found replaced in the piece in which it begins. A whole text is one
/// piece, so that there is one way to do it. {@link io.agw.server.guard.flow.Flow} is the entry.
@NullMarked
package io.agw.server.guard.flow;

import org.jspecify.annotations.NullMarked;
