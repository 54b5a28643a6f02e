package io.agw.server.wiring;

import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.converse.ConverseDialect;
import io.agw.server.dialect.shape.generate.GenerateDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import io.agw.server.dialect.shape.responses.ResponsesDialect;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.anthropic.AnthropicType;
import io.agw.server.provider.azure.AzureOpenAiType;
import io.agw.server.provider.bedrock.BedrockType;
import io.agw.server.provider.claudecode.ClaudeCodeType;
import io.agw.server.provider.codex.CodexType;
import io.agw.server.provider.compatible.CompatibleTypes;
import io.agw.server.provider.echo.EchoType;
import io.agw.server.provider.gemini.GeminiType;
import io.agw.server.provider.openai.OpenAiType;
import io.agw.server.provider.vertex.VertexType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The vendors and dialects that this program is assembled with.
final class Vendors {
    private Vendors() {}

    /// @param client borrowed
    static ProviderTypes types(UpstreamClient client, InstantSource clock) {
        var types = new ArrayList<ProviderType>(CompatibleTypes.all(client));
        types.addAll(
                List.of(
                        new AnthropicType(client),
                        new AzureOpenAiType(client),
                        new BedrockType(client, clock),
                        new ClaudeCodeType(client),
                        new CodexType(client),
                        new EchoType(clock),
                        new GeminiType(client),
                        new OpenAiType(client),
                        new VertexType(client, clock)));
        return new ProviderTypes(types);
    }

    static Dialects dialects() {
        return new Dialects(
                Map.of(
                        Api.CHAT, new ChatDialect(),
                        Api.MESSAGES, new MessagesDialect(),
                        Api.GENERATE, new GenerateDialect(),
                        Api.CONVERSE, new ConverseDialect(),
                        Api.RESPONSES, new ResponsesDialect()));
    }
}
