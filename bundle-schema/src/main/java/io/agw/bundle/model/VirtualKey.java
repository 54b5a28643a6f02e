package io.agw.bundle.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client shows the gateway; its text is kept by the gateway, not by the bundle.
@Doc("What a client shows the gateway. The key's text is generated, or given by reference or hash.")
public record VirtualKey(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Label for listing.") @Nullable String tag,
        @Doc("What the key is for.") @Nullable String description,
        @Doc("Whom to ask about the key, shown to operators.") @Nullable String owner,
        @Doc("Team that the key belongs to; its usage is counted for the team too.")
                @Refers(Kind.TEAM)
                @Nullable String team,
        @Doc("The one person, or program, that uses the key; usage is counted for it too.")
                @Matching(
                        value = "\\S.{0,254}\\S|\\S",
                        expected = "up to 256 characters, no space at either end")
                @Nullable String user,
        @Doc(
                        "Whether the key's requests may say who the user is, by `x-user-id` or in their body; where they do not, it is `user`.")
                @Default("false")
                boolean assertsUser,
        @Doc("Labels by which limits and policies choose keys.") @Unordered List<String> tags,
        @Doc("A disabled key is refused.") @Default("false") boolean disabled,
        @Doc("Routes of any kind that the key may use; empty: all.")
                @Unordered
                @Refers({Kind.LLM_ROUTE, Kind.MCP_ROUTE, Kind.ACP_ROUTE})
                List<String> allowedRouteIds,
        @Doc(
                        "Models that the key may ask for, as clients name them, `*` at the end for any rest; empty: all.")
                @Unordered
                List<String> allowedModels,
        @Doc("Rate limits without subject that hold for the key, each counted for it alone.")
                @Unordered
                @Refers(Kind.RATE_LIMIT)
                List<String> rateLimitIds,
        @Doc("The one agent that uses the key.") @Refers(Kind.AGENT) @Nullable String agentId,
        @Doc(
                        "Agents of which the key's requests may name one in `x-agent-id`, `*` at the end for any rest; empty: none.")
                @Unordered
                @Refers(value = Kind.AGENT, wildcard = Refers.Wildcard.AT_END)
                List<String> allowedAgents,
        @Doc("Shown to operators.") @Nullable String statusMessage,
        @Doc("When the key stops working, RFC 3339; absent: never.") @Nullable Instant expiresAt,
        @Doc("The key's text as a reference; absent: kept, or generated once.")
                @Kept(unless = "key_hash", made = true)
                @Nullable SecretValue value,
        @Doc("`sha256:` and the hex SHA-256 of the key's text, instead of the text.")
                @Nullable SecretValue keyHash,
        @Doc("The key's text before, which works for a time besides.")
                @Nullable PreviousText previous,
        @Doc("Signed tokens that stand for the key, beside its text.") @Nullable TokenGrant jwt,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    public VirtualKey {
        tags = List.copyOf(tags);
        allowedRouteIds = List.copyOf(allowedRouteIds);
        allowedModels = List.copyOf(allowedModels);
        rateLimitIds = List.copyOf(rateLimitIds);
        allowedAgents = List.copyOf(allowedAgents);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.VIRTUAL_KEY, id);
    }
}
