/// The models of a ChatGPT account, as OpenAI's command line reaches them.
///
/// Starting point: {@link io.agw.server.provider.codex.CodexType}.
@NullMarked
package io.agw.server.provider.codex;

import org.jspecify.annotations.NullMarked;
