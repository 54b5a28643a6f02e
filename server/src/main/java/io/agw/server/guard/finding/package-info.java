/// What guards look for, and what they say of a text. {@link io.agw.server.guard.finding.Guard} is
/// what a type of guardrail is.
@NullMarked
package io.agw.server.guard.finding;

import org.jspecify.annotations.NullMarked;
