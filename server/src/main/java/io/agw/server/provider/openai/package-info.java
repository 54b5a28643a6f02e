/// OpenAI's API, and every API that is compatible with it.
///
/// Starting point: {@link io.agw.server.provider.openai.OpenAiType}.
@NullMarked
package io.agw.server.provider.openai;

import org.jspecify.annotations.NullMarked;
