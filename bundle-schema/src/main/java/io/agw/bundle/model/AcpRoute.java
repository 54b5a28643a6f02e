package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// An agent offered to clients over HTTP.
@Doc("An agent offered to clients under a path.")
public record AcpRoute(
        @Doc("Unique id; absent: made from the service and the path prefix.") @Identifier @Derived
                String id,
        @Doc("What the route is for.") @Nullable String description,
        @Doc("A disabled route answers 403.") @Default("false") boolean disabled,
        @Doc("Which requests the route takes.") @Default("{}") MatchPolicy matchPolicy,
        @Doc("Who may use the route.") @Default("{}") AuthPolicy authPolicy,
        @Doc("Service that the route offers.") @Refers(Kind.ACP_SERVICE) String serviceId,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.ACP_ROUTE, id);
    }
}
