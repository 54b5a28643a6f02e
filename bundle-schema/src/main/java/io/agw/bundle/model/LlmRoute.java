package io.agw.bundle.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model API offered to clients, and where its requests go.
@Doc("A model API offered to clients under a path, and where its requests go.")
public record LlmRoute(
        @Doc("Unique id.") @Identifier String id,
        @Doc("API offered to clients.") LlmProtocol protocol,
        @Doc("What the route is for.") @Nullable String description,
        @Doc("Label for listing.") @Nullable String tag,
        @Doc("A disabled route answers 403.") @Default("false") boolean disabled,
        @Doc("Which requests the route takes.") @Default("{}") MatchPolicy matchPolicy,
        @Doc("Who may use the route.") @Default("{}") AuthPolicy authPolicy,
        @Doc("Rate limits without subject that hold for the route, each counted for it alone.")
                @Unordered
                @Refers(Kind.RATE_LIMIT)
                List<String> rateLimitIds,
        @Doc("Guardrails that look at the route's requests and answers, in the order of the list.")
                @Refers(Kind.GUARDRAIL)
                List<String> guardrailIds,
        @Doc("What answers requests that were answered before; absent: nothing does.")
                @Refers(Kind.CACHE)
                @Nullable String cacheId,
        @Doc("Where requests go.") TargetPolicy targetPolicy,
        @Doc("Whether answers say how they came about, for example in `x-agw-route-reason`.")
                @Default("false")
                boolean exposeMetadata,
        @Doc("How long the phases of a request may take; replaces the provider's limits.")
                @Default("{}")
                TimeLimits timeouts,
        @Doc("How far streams are held back while another provider could still be asked.")
                @Nullable HoldBack holdBack,
        @Doc("What becomes of a call whose client has left.") @Default("cancel")
                ClientGone onClientGone,
        @Doc("How long an answer without a client is read on, with `on_client_gone: drain`.")
                @Default("30s")
                Duration drainTimeout,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    public LlmRoute {
        guardrailIds = List.copyOf(guardrailIds);
        rateLimitIds = List.copyOf(rateLimitIds);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.LLM_ROUTE, id);
    }
}
