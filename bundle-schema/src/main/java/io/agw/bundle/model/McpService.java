package io.agw.bundle.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Model Context Protocol server that routes can offer.
@Doc("A Model Context Protocol server that routes can offer.")
public record McpService(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Name shown to operators.") String name,
        @Doc("How the server is reached.") McpTransport transport,
        @Doc("Program to start; `stdio` only.") @Nullable String command,
        @Doc("Arguments of the program.") List<String> args,
        @Doc(
                        "Launcher, defined by the operator outside the bundle, that starts the program; `stdio` only.")
                @Nullable String launcher,
        @Doc("Address; `sse` and `streamable_http`.") @Nullable String url,
        @Doc("Address for messages; `sse` only, absent: derived from `url`.")
                @Nullable String postUrl,
        @Doc("Environment of the program; values may be secrets and are never shown.")
                Map<String, SecretValue> env,
        @Doc("How the gateway authenticates at the server.") @Default("{}") McpAuth auth,
        @Doc("What is kept of calls.") @Default("{}") McpAudit audit,
        @Doc("A disabled service is not called.") @Default("false") boolean disabled,
        @Doc("What the service is for.") @Nullable String description,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    public McpService {
        args = List.copyOf(args);
        env = Map.copyOf(env);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.MCP_SERVICE, id);
    }
}
