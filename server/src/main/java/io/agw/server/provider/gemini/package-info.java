/// Google's Gemini API.
///
/// Starting point: {@link io.agw.server.provider.gemini.GeminiType}.
@NullMarked
package io.agw.server.provider.gemini;

import org.jspecify.annotations.NullMarked;
