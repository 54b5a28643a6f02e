/// Guesses at what nobody has counted.
///
/// Starting point: {@link io.agw.server.dialect.estimate.PromptEstimate}. Pure.
@NullMarked
package io.agw.server.dialect.estimate;

import org.jspecify.annotations.NullMarked;
