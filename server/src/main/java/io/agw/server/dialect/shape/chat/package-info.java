/// OpenAI's chat completions, and the variants of vendors that are compatible to them.
///
/// Starting point: {@link io.agw.server.dialect.shape.chat.ChatDialect}. Thoughts have no place in
/// OpenAI's own shape. They are written, and read, as `reasoning_content`, the words alone, and as
/// `reasoning_details`, words with signatures and sealed thoughts, which a client hands back as it
/// got them; the signature of a tool call is in its `extra_content.google.thought_signature`.
@NullMarked
package io.agw.server.dialect.shape.chat;

import org.jspecify.annotations.NullMarked;
