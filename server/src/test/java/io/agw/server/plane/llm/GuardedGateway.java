package io.agw.server.plane.llm;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// One route with guardrails, and how streams are asked for there.
final class GuardedGateway {
    private GuardedGateway() {}

    /// @param guardrails of a bundle, each on a line that begins with its id
    static void use(PlaneHarness gateway, String protocol, String type, String guardrails) {
        var ids =
                guardrails
                        .lines()
                        .map(line -> line.replaceAll("- \\{id: ([^,]*),.*", "$1"))
                        .toList();
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: %s
                            api_key: sk-upstream
                            base_url: %s
                            network: {request_timeout_seconds: 5, max_retries: 0}
                        guardrails:
                        %s
                        llmRoutes:
                          - id: route
                            protocol: %s
                            guardrail_ids: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(
                                        type,
                                        gateway.upstream.baseUrl(),
                                        guardrails.indent(2),
                                        protocol,
                                        ids)));
    }

    /// The answer to a request, of which the upstream tells these events.
    static CollectingSink stream(
            PlaneHarness gateway, PieceByPiece dialect, String request, List<String> events)
            throws IOException {
        gateway.upstream.then(Behaviours.events(events.toArray(String[]::new)));
        return dialect == PieceByPiece.GENERATE
                ? gateway.ask("POST", dialect.path + "?alt=sse", "", request)
                : gateway.request("POST", dialect.path, request);
    }

    /// What a client of a stream is told.
    static String said(PieceByPiece dialect, CollectingSink sink) {
        return sink.events().stream().map(dialect::text).collect(Collectors.joining());
    }

    static List<String> letters(String text) {
        return text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    }
}
