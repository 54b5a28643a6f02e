/// Whether answers keep to what was asked with: {@link io.agw.server.guard.grounding.Grounding}.
@NullMarked
package io.agw.server.guard.grounding;

import org.jspecify.annotations.NullMarked;
