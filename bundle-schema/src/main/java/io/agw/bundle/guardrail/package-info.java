/// What guardrails are set to look for, by their types, and what they must be for that. {@link
/// io.agw.bundle.guardrail.GuardrailConfig} reads it.
@NullMarked
package io.agw.bundle.guardrail;

import org.jspecify.annotations.NullMarked;
