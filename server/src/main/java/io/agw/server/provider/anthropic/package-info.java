/// Anthropic's API, and every API that is compatible with it.
///
/// Starting point: {@link io.agw.server.provider.anthropic.AnthropicType}.
@NullMarked
package io.agw.server.provider.anthropic;

import org.jspecify.annotations.NullMarked;
