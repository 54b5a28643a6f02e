/// What a configuration asks of those who come, and of whom.
///
/// Starting point: {@link io.agw.server.admission.rule.AdmissionRules}, which a snapshot holds. It
/// says which rules a turn meets; what was used of them is kept elsewhere.
@NullMarked
package io.agw.server.admission.rule;

import org.jspecify.annotations.NullMarked;
