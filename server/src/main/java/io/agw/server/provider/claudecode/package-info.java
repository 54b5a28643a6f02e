/// Anthropic's API as its command line reaches it: by the token of a login.
///
/// Starting point: {@link io.agw.server.provider.claudecode.ClaudeCodeType}.
@NullMarked
package io.agw.server.provider.claudecode;

import org.jspecify.annotations.NullMarked;
