/// Who may do nothing for now, by the word of an operator or of a policy.
///
/// Starting point: {@link io.agw.server.admission.pause.Pauses}. A pause is no part of the
/// configuration: it outlives configurations, objects and the process. That a budget pauses whom it
/// is for is not written down: it is so as long as a limit of it is reached.
@NullMarked
package io.agw.server.admission.pause;

import org.jspecify.annotations.NullMarked;
