/// Agent processes and the client side of the Agent Client Protocol: sessions, permissions,
/// transcripts. Sees only `bundle-schema`.
@NullMarked
package io.agw.agents;

import org.jspecify.annotations.NullMarked;
