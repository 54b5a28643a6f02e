package io.agw.bundle.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A coding agent that speaks the Agent Client Protocol and is started by the gateway.
@Doc("A coding agent that speaks the Agent Client Protocol and is started by the gateway.")
public record AcpService(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Name shown to operators.") String name,
        @Doc("Which agent.") AcpAgentType agentType,
        @Doc("Working directory, absolute.") String cwd,
        @Doc("Directories the agent may work in, absolute; empty: only `cwd`.") @Unordered
                List<String> allowedRoots,
        @Doc("Model used when a turn names none.") @Nullable String defaultModel,
        @Doc("Environment of the agent; values may be secrets and are never shown.")
                Map<String, SecretValue> env,
        @Doc("Settings passed to the agent's session.") Map<String, String> configOverrides,
        @Doc("How long an idle agent is kept, for example `10m`; `0s`: for ever.") @Default("0s")
                Duration idleTtl,
        @Doc("Most agents at a time; 0: no limit.") @Default("0") @Limits(min = 0) int maxInstances,
        @Doc("What happens when the agent asks for permission.") @Default("deny")
                PermissionMode permissionMode,
        @Doc("A disabled service starts nothing.") @Default("false") boolean disabled,
        @Doc("What the service is for.") @Nullable String description,
        @Doc("Settings of the `codex` agent.") @Nullable CodexSettings codex,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    public AcpService {
        allowedRoots = List.copyOf(allowedRoots);
        env = Map.copyOf(env);
        configOverrides = Map.copyOf(configOverrides);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.ACP_SERVICE, id);
    }
}
