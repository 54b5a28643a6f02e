package io.agw.server.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agw.server.authenticate.Authenticator;
import io.agw.server.oidc.Issuers;
import io.agw.server.record.Recorder;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.metrics.Meters;
import io.agw.server.telemetry.metrics.TurnMeters;
import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.TurnRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routes whose plane is still to come: strangers learn nothing of them, and each turn leaves a
/// row.
final class LaterPlaneTest {
    private final List<TurnRecord> records = new ArrayList<>();
    private final Snapshots snapshots = new Snapshots();
    private Front front;

    @BeforeEach
    void compose() {
        snapshots.publish(
                TestSnapshots.of(
                        """
                        mcpServices: [{id: docs, name: Docs, transport: streamable_http, url: 'https://mcp.example.com/mcp'}]
                        mcpRoutes: [{id: docs, service_id: docs, match_policy: {path_prefix: /mcp/docs}}]
                        acpServices: [{id: coder, name: Coder, agent_type: opencode, cwd: /srv/workspace}]
                        acpRoutes:
                          - {id: coder, service_id: coder, match_policy: {path_prefix: /acp}}
                          - {id: closed, service_id: coder, disabled: true, match_policy: {path_prefix: /closed}}
                        virtualKeys:
                          - {id: team, value: vk-team-0123, allowed_route_ids: [docs, coder]}
                          - {id: other, value: vk-other-0123, allowed_route_ids: [docs]}
                        """));
        var clock = InstantSource.system();
        var recorder =
                new Recorder(
                        new Tracing(clock, () -> 1, 1),
                        clock,
                        new TurnMeters(new Meters()),
                        records::add);
        front =
                new Front(
                        snapshots,
                        Map.of(),
                        new LaterPlane(new Authenticator(Issuers.none(), clock), recorder));
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp/docs,       vk-nobody, 401, invalid_api_key,     docs,  mcp,      ''",
        "/mcp/docs,       '',        401, missing_api_key,     docs,  mcp,      ''",
        "/mcp/docs,       vk-team-0123,   501, protocol_not_served, docs,  mcp,      team",
        "/acp/turn,       vk-other-0123,  403, route_not_allowed,   coder, acp_turn, ''",
        "/acp/turn,       vk-team-0123,   501, protocol_not_served, coder, acp_turn, team",
        "/acp/nothing,    vk-nobody, 401, invalid_api_key,     coder, none,     ''",
        "/acp/nothing,    vk-team-0123,   501, protocol_not_served, coder, none,     team",
    })
    void turnIsAuthenticatedAndRecordedBeforeItIsRefused(
            String path,
            String key,
            int status,
            String code,
            String route,
            String operation,
            String principal) {
        var refusal =
                catchThrowableOfType(
                                TurnRefused.class, () -> front.serve(received(path, key), NOBODY))
                        .refusal();

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(records).hasSize(1);
        var usage = Objects.requireNonNull(records.getFirst().usage());
        assertThat(usage.routeId()).isEqualTo(route);
        assertThat(usage.operation()).isEqualTo(operation);
        assertThat(usage.outcome()).isEqualTo("refused");
        assertThat(usage.status()).isEqualTo(status);
        assertThat(usage.errorCode()).isEqualTo(code);
        assertThat(Objects.requireNonNullElse(usage.keyId(), "")).isEqualTo(principal);
        assertThat(records.getFirst().spans()).hasSize(1);
    }

    private static Received received(String path, String key) {
        return new Received(
                "req-1",
                "POST",
                "localhost",
                path,
                path,
                "",
                key.isEmpty() ? Map.of() : Map.of("x-api-key", List.of(key)),
                new byte[0],
                "127.0.0.1",
                System.nanoTime());
    }

    private static final ReplySink NOBODY =
            new ReplySink() {
                @Override
                public void send(int status, Map<String, String> headers, byte[] body) {
                    throw new AssertionError("answered");
                }

                @Override
                public Stream stream(int status, Map<String, String> headers) {
                    throw new AssertionError("answered");
                }

                @Override
                public boolean clientGone() {
                    return false;
                }
            };
}
