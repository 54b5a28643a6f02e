package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.played.Heard;
import io.agw.server.upstream.played.PlayedModel;
import io.agw.server.upstream.played.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A whole gateway before one model, which a test plays, for a coding command line: `gpt-…` is
/// served by an upstream of OpenAI's API, `claude-…` by one of Anthropic's, `gemini-…` by one of
/// Google's.
///
/// The model has the shell called when it is told to run something, and then says what that
/// printed.
final class CodingVendors implements AutoCloseable {
    /// What the shell prints for {@link #COMMAND}, which does not hold it.
    static final String MARK = "marked-by-the-shell";

    static final String COMMAND = "echo marked-by-$(echo the)-shell";

    final PlayedModel model = new PlayedModel(this::answer);
    final FakeUpstream upstream;
    final RunningGateway gateway;
    final UsageRows usage;
    private final Said.Call shell;
    private final String route;

    /// @param route its id, and the first segment of its path
    /// @param protocol of the route
    /// @param shell how the shell is called to run {@link #COMMAND}
    CodingVendors(Path folder, String route, String protocol, Said.Call shell) throws IOException {
        this.route = route;
        this.shell = shell;
        upstream = FakeUpstream.start(model);
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"), bundle(upstream.baseUrl(), route, protocol));
        gateway =
                RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                        .awaitReady();
        usage = new UsageRows(folder);
    }

    /// Where the route is, without a version.
    String baseUrl() {
        return gateway.baseUrl().replace("/v1", "/" + route);
    }

    String key() {
        return gateway.key("engineers");
    }

    /// Checks the rows behind the first ones.
    ///
    /// @param count how many there are to be
    void assertUsed(int before, int count, String provider, String operation) {
        var rows = usage.await(before + count);
        assertThat(rows.subList(before, rows.size()))
                .hasSize(count)
                .containsOnly(new UsageRows.Row(route, provider, operation, "ok", 29));
    }

    private Said answer(Heard heard) {
        if (!heard.results().isEmpty()) {
            boolean marked = heard.results().getLast().contains(MARK);
            return Said.words("The shell said " + (marked ? MARK : "nothing") + ".");
        }
        if (heard.body().toString().contains("Run the command.")) {
            assertThat(heard.tools()).contains(shell.name());
            return Said.calling(shell);
        }
        return Said.words("Hello from the model.");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    private static String bundle(String vendor, String route, String protocol) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: openai, provider_type: openai, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
          - {id: anthropic, provider_type: anthropic, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
          - {id: gemini, provider_type: gemini, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
        llmRoutes:
          - id: %2$s
            protocol: %3$s
            match_policy: {path_prefix: /%2$s}
            target_policy:
              type: logical-model
              model_targets:
                - {name: "gpt-*", candidates: [{provider_id: openai, upstream_model: "*"}]}
                - {name: "claude-*", candidates: [{provider_id: anthropic, upstream_model: "*"}]}
                - {name: "gemini-*", candidates: [{provider_id: gemini, upstream_model: "*"}]}
        virtualKeys:
          - {id: engineers, allowed_route_ids: [%2$s]}
        """
                .formatted(vendor, route, protocol);
    }
}
