package io.agw.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Provider;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.reference.Variables;
import io.agw.server.provider.anthropic.AnthropicType;
import io.agw.server.provider.openai.OpenAiType;
import io.agw.server.upstream.LocalClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProviderTypesTest {
    @Test
    void checkingAProviderPreparesNoConnections() {
        try (var local = new LocalClient()) {
            var client = local.client();
            var types =
                    new ProviderTypes(List.of(new OpenAiType(client), new AnthropicType(client)));

            assertThat(check(types, "openai", "base_url: 'http://a.example/v1'")).isEmpty();
            assertThat(
                            check(
                                    types,
                                    "anthropic",
                                    "network: {proxy_url: 'http://u:secret@proxy.example:1'}"))
                    .isEmpty();
            assertThat(client.origins()).isEmpty();
        }
    }

    private static List<Problem> check(ProviderTypes types, String type, String members) {
        var text =
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                - id: p
                  provider_type: %s
                  %s
                """
                        .formatted(type, members);
        var file = new SourceFile("b.yaml", text.getBytes(StandardCharsets.UTF_8));
        var loaded = (Loaded.Valid) new BundleLoader().load(List.of(file), Variables.none());
        var declared = loaded.bundle().objects().firstEntry().getValue();
        var problems = new Problems();
        types.check((Provider) declared.object(), declared.position(), problems);
        return problems.sorted();
    }
}
