package io.agw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bundles to test with.
final class Bundles {
    static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    static final String PROVIDER = "providers:\n- {id: echo, provider_type: echo}\n";
    static final String SECRET = "sk-live-51Hd8vQxSecretText";

    /// A provider, a route to it and a key for it.
    static final String WHOLE =
            """
            providers:
            - id: openai
              provider_type: openai
              api_key: ${OPENAI_API_KEY}
              network: {max_retries: 1}
            llmRoutes:
            - id: chat
              protocol: openai
              target_policy: {type: direct-provider, provider_id: openai}
            virtualKeys:
            - id: team-a
              allowed_route_ids: [chat]
            """;

    private Bundles() {}

    static String provider(String apiKey) {
        return "providers:\n- id: openai\n  provider_type: openai\n  api_key: " + apiKey + "\n";
    }

    /// Writes a file with the envelope before the text, and the folders that it needs.
    static void write(Path folder, String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, HEAD + text);
    }
}
