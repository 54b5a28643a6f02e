/// Whose use of something is counted, and who can be paused.
///
/// Starting point: {@link io.agw.server.admission.holder.Holder}.
@NullMarked
package io.agw.server.admission.holder;

import org.jspecify.annotations.NullMarked;
