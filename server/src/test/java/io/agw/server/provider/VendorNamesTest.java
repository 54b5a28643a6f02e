package io.agw.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.options.OptionTypes;
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
import io.agw.server.upstream.LocalClient;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What spans call the vendors.
final class VendorNamesTest {
    /// Those that OpenTelemetry's conventions list under another name than the type's.
    private static final Map<String, String> LISTED =
            Map.of(
                    "azure-openai", "azure.ai.openai",
                    "bedrock", "aws.bedrock",
                    "claudecode", "anthropic",
                    "codex", "openai",
                    "gemini", "gcp.gemini",
                    "mistral", "mistral_ai",
                    "vertex", "gcp.vertex_ai",
                    "xai", "x_ai");

    @Test
    void vendorsAreNamedAsOpenTelemetryNamesThemElseAsTheirType() {
        var expected = new HashMap<String, String>();
        OptionTypes.names().forEach(name -> expected.put(name, LISTED.getOrDefault(name, name)));

        try (var local = new LocalClient()) {
            var client = local.client();
            var clock = InstantSource.system();
            var own =
                    List.of(
                            new OpenAiType(client),
                            new AnthropicType(client),
                            new EchoType(clock),
                            new GeminiType(client),
                            new ClaudeCodeType(client),
                            new CodexType(client),
                            new AzureOpenAiType(client),
                            new BedrockType(client, clock),
                            new VertexType(client, clock));
            var all =
                    Stream.concat(own.stream(), CompatibleTypes.all(client).stream())
                            .collect(Collectors.toMap(ProviderType::name, ProviderType::vendor));

            assertThat(new TreeMap<>(all)).isEqualTo(new TreeMap<>(expected));
        }
    }
}
