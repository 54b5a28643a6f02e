/// Anthropic's models at Amazon Bedrock: messages by `InvokeModel`, requests signed with AWS's own
/// library or shown with a Bedrock API key, binary event streams turned into those of messages.
///
/// Starting point: {@link io.agw.server.provider.bedrock.BedrockType}.
@NullMarked
package io.agw.server.provider.bedrock;

import org.jspecify.annotations.NullMarked;
