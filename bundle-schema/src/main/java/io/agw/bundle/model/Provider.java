package io.agw.bundle.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An account at a vendor: dialect, address, authentication and defaults.
@Doc("An account at a vendor: which API it speaks, where, and with which fallback key.")
public record Provider(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Which vendor's API is spoken, for example `openai` or `echo`.") String providerType,
        @Doc("A disabled provider receives no traffic.") @Default("false") boolean disabled,
        @Doc(
                        "Key used when no managed credential is available; write a reference such as ${OPENAI_API_KEY}.")
                @Nullable SecretValue apiKey,
        @Doc("Address of the API; absent: the provider type's own.") @Nullable String baseUrl,
        @Doc("Model used when a request names none.") @Nullable String defaultModel,
        @Doc("Time-outs, retries, pool sizes, proxy and extra headers.") @Default("{}")
                Network network,
        @Doc("How long the phases of a call may take.") @Default("{}") TimeLimits timeouts,
        @Doc("When and how often a failed call is repeated.") @Default("{}") Retry retry,
        @Doc("Where it runs; absent: `local` for ollama and vllm, `remote` for all others.")
                @Nullable Locality locality,
        @Doc("Looks after the provider in the background; absent: it counts as healthy.")
                @Nullable HealthCheck healthCheck,
        @Doc("How the provider's models are found out.") @Default("{}") Discovery discovery,
        @Doc("Whether calls carry the trace they belong to, as `traceparent` and `tracestate`.")
                @Default("true")
                boolean traceContext,
        @Doc("Settings of the provider type; checked when the bundle is validated.")
                Map<String, JsonNode> options,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    public Provider {
        options = Map.copyOf(options);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.PROVIDER, id);
    }
}
