/// The part of JSON Schema that can be checked in time that grows with the text: {@link
/// io.agw.bundle.guardrail.schema.AnswerSchema}.
@NullMarked
package io.agw.bundle.guardrail.schema;

import org.jspecify.annotations.NullMarked;
