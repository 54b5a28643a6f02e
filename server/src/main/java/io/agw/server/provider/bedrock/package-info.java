/// Models at Amazon Bedrock: Anthropic's by `InvokeModel` in the words of messages, all others by
/// `Converse`; requests signed with AWS's own library or shown with a Bedrock API key, binary event
/// streams turned into server-sent events.
///
/// Starting point: {@link io.agw.server.provider.bedrock.BedrockType}.
@NullMarked
package io.agw.server.provider.bedrock;

import org.jspecify.annotations.NullMarked;
