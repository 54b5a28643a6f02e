package io.agw.server.wiring;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.played.Heard;
import io.agw.server.upstream.played.PlayedModel;
import io.agw.server.upstream.played.Said;
import io.agw.server.upstream.played.Said.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A whole gateway before one model, which a test plays: clients of OpenAI's and of Anthropic's API
/// both find it as `gpt`, at an upstream of OpenAI's API, as `claude`, at one of Anthropic's, and
/// as `gemini`, at one of Google's.
///
/// The model answers with JSON where it must fit a schema, calls two tools at once where it has
/// some, and tells what these brought.
final class PlayedVendors implements AutoCloseable {
    static final String HELLO = "Hello from the model.";
    static final String JSON = "{\"city\":\"Paris\",\"inhabitants\":2100000}";

    /// With a number that no double holds.
    static final List<Call> CALLS =
            List.of(
                    new Call("call_1", "weather", "{\"city\":\"Paris\",\"id\":9007199254740993}"),
                    new Call("call_2", "weather", "{\"city\":\"Köln\",\"id\":2}"));

    private final PlayedModel model = new PlayedModel(PlayedVendors::answer);
    private final FakeUpstream upstream;
    private final RunningGateway gateway;

    PlayedVendors(Path folder) throws IOException {
        upstream = FakeUpstream.start(model);
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(bundles.resolve("bundle.yaml"), bundle(upstream.baseUrl()));
        gateway =
                RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                        .awaitReady();
    }

    private static Said answer(Heard heard) {
        if (heard.schema()) {
            return Said.words(JSON);
        }
        if (!heard.results().isEmpty()) {
            return Said.words("The tools said: " + String.join(", ", heard.results()));
        }
        return heard.tools().isEmpty() ? Said.words(HELLO) : new Said("I look.", CALLS);
    }

    /// The next request is answered otherwise, those behind it by the model.
    void next(Behaviour behaviour) {
        upstream.then(behaviour, model);
    }

    /// The next request is refused.
    void refuse(int status, String... headers) {
        next(Behaviours.json(status, "{\"error\":{\"message\":\"secret prose\"}}", headers));
    }

    /// The next stream breaks off with the vendor's own error event.
    void breakNext() {
        next(model.breaking());
    }

    /// What the vendors would have refused so far.
    List<String> faults() {
        return model.faults();
    }

    FakeUpstream upstream() {
        return upstream;
    }

    OpenAIClient openAi() {
        return openAi(gateway.key("team"));
    }

    OpenAIClient openAi(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    AnthropicClient anthropic() {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.baseUrl().replace("/v1", "/claude"))
                .apiKey(gateway.key("team"))
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    private static String bundle(String vendor) {
        var providers = new StringBuilder();
        var targets = new StringBuilder();
        for (var each : List.of("gpt openai", "claude anthropic", "gemini gemini")) {
            var words = each.split(" ", -1);
            providers.append(
                    """
                      - {id: %1$s, provider_type: %1$s, base_url: '%2$s', api_key: sk-vendor,
                         discovery: {enabled: false}, network: {max_retries: 0}}
                    """
                            .formatted(words[1], vendor));
            targets.append(
                    "            - {name: %1$s, candidates: [{provider_id: %2$s, upstream_model: %1$s-x}]}\n"
                            .formatted(words[0], words[1]));
        }
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        circuitBreakers:
          - {id: none, disabled: true, subject: {type: provider, id: '*'}}
        providers:
        %1$sllmRoutes:
          - id: openai-api
            protocol: openai
            target_policy:
              type: logical-model
              model_targets:
        %2$s  - id: anthropic-api
            protocol: anthropic
            match_policy: {path_prefix: /claude}
            target_policy:
              type: logical-model
              model_targets:
        %2$svirtualKeys:
          - {id: team, allowed_route_ids: [openai-api, anthropic-api]}
        """
                .formatted(providers, targets);
    }
}
