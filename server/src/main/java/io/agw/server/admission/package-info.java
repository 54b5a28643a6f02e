/// Whether a turn may begin, and what it holds while it goes on.
///
/// Starting point: {@link io.agw.server.admission.Admissions}. What the configuration asks is
/// compiled into {@link io.agw.server.admission.rule.AdmissionRules}; what was used is kept beside
/// it, and outlives it.
@NullMarked
package io.agw.server.admission;

import org.jspecify.annotations.NullMarked;
