/// What is done when agents, keys or requests are out of line.
///
/// Starting point: {@link io.agw.server.admission.policy.Policies}. A snapshot holds the {@link
/// io.agw.server.admission.policy.PolicyRules}; what they go by is counted beside it, and outlives
/// it.
@NullMarked
package io.agw.server.admission.policy;

import org.jspecify.annotations.NullMarked;
