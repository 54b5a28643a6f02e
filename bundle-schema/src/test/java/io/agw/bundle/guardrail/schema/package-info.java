@NullMarked
package io.agw.bundle.guardrail.schema;

import org.jspecify.annotations.NullMarked;
