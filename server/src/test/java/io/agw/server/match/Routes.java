package io.agw.server.match;

import io.agw.bundle.model.AuthPolicy;
import io.agw.bundle.model.ClientGone;
import io.agw.bundle.model.LlmProtocol;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.MatchPolicy;
import io.agw.bundle.model.McpRoute;
import io.agw.bundle.model.TargetPolicy;
import io.agw.bundle.model.TimeLimits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Routes for tests.
final class Routes {
    private Routes() {}

    static Route llm(String id, LlmProtocol protocol, @Nullable String host, String prefix) {
        return llm(id, protocol, false, new MatchPolicy(host, prefix, List.of()));
    }

    static Route llm(String id, LlmProtocol protocol, boolean disabled, MatchPolicy match) {
        var targets =
                new TargetPolicy.Direct(
                        "echo",
                        io.agw.bundle.model.CredentialSource.GATEWAY,
                        io.agw.bundle.model.CredentialSelector.ROUND_ROBIN,
                        List.of(),
                        List.of());
        var route =
                new LlmRoute(
                        id,
                        protocol,
                        null,
                        null,
                        disabled,
                        match,
                        new AuthPolicy(true, false),
                        List.of(),
                        List.of(),
                        null,
                        targets,
                        false,
                        new TimeLimits(null, null, null, null, null),
                        null,
                        ClientGone.CANCEL,
                        Duration.ofSeconds(30),
                        io.agw.bundle.model.Lifecycle.NORMAL);
        return Route.of(route).orElseThrow();
    }

    static Route mcp(String id, String prefix) {
        var route =
                new McpRoute(
                        id,
                        null,
                        false,
                        new MatchPolicy(null, prefix, List.of()),
                        new AuthPolicy(true, false),
                        "service",
                        io.agw.bundle.model.Lifecycle.NORMAL);
        return Route.of(route).orElseThrow();
    }
}
