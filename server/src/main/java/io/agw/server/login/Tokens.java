package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The tokens of one credential. Immutable.
///
/// @param authenticator by which they are renewed; null when nobody can
/// @param access what calls show
/// @param refresh what they are renewed with; null when they cannot be
/// @param obtainedAt null when unknown
/// @param expiresAt null when they do not end by themselves
/// @param email for display, unverified
/// @param account by which calls name the account
/// @param seed fingerprint of the declared tokens that these came after; null when none were
/// @param ended the vendor's word for that they can never be renewed again
record Tokens(
        @Nullable CliAuthName authenticator,
        Secret access,
        @Nullable Secret refresh,
        @Nullable Instant obtainedAt,
        @Nullable Instant expiresAt,
        @Nullable String email,
        @Nullable String account,
        @Nullable String seed,
        @Nullable String ended) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Clocks differ, and a request takes time to arrive.
    private static final Duration MARGIN = Duration.ofSeconds(30);

    static Tokens of(CliAuthName authenticator, Granted.Tokens granted, Instant now) {
        return new Tokens(
                authenticator,
                granted.access(),
                granted.refresh(),
                now,
                granted.valid() == null ? null : now.plus(granted.valid()),
                granted.email(),
                granted.account(),
                null,
                null);
    }

    /// What a renewal makes of them: what its answer does not have stays.
    Tokens renewed(Granted.Tokens granted, Instant now) {
        return new Tokens(
                authenticator,
                granted.access(),
                granted.refresh() == null ? refresh : granted.refresh(),
                now,
                granted.valid() == null ? null : now.plus(granted.valid()),
                granted.email() == null ? email : granted.email(),
                granted.account() == null ? account : granted.account(),
                seed,
                null);
    }

    Tokens ended(String word) {
        return new Tokens(
                authenticator, access, refresh, obtainedAt, expiresAt, email, account, seed, word);
    }

    Tokens after(@Nullable String otherSeed) {
        return new Tokens(
                authenticator,
                access,
                refresh,
                obtainedAt,
                expiresAt,
                email,
                account,
                otherSeed,
                ended);
    }

    boolean canBeRenewed() {
        return refresh != null && authenticator != null && ended == null;
    }

    boolean isOver(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /// Whether a request that is sent now might come too late.
    boolean isAboutToEnd(Instant now) {
        return expiresAt != null && !now.isBefore(before(expiresAt, MARGIN));
    }

    /// When they are to be renewed in the background; null for never.
    @Nullable Instant dueAt(@Nullable Duration lead) {
        return expiresAt == null || lead == null || !canBeRenewed()
                ? null
                : before(expiresAt, lead);
    }

    /// Never before half their time is over: a vendor may give less time than its usual lead.
    private Instant before(Instant end, Duration lead) {
        var early = end.minus(lead);
        if (obtainedAt == null) {
            return early;
        }
        var half = obtainedAt.plus(Duration.between(obtainedAt, end).dividedBy(2));
        return early.isAfter(half) ? early : half;
    }

    /// How they are stored.
    Secret text() {
        var json = JSON.createObjectNode().put("access_token", access.reveal());
        put(json, "authenticator", authenticator == null ? null : authenticator.word());
        put(json, "refresh_token", refresh == null ? null : refresh.reveal());
        put(json, "obtained_at", obtainedAt);
        put(json, "expires_at", expiresAt);
        put(json, "email", email);
        put(json, "account", account);
        put(json, "seed", seed);
        put(json, "ended", ended);
        return new Secret(json.toString());
    }

    static Tokens read(Secret stored) {
        var json = JSON.readTree(stored.reveal());
        var refresh = text(json, "refresh_token");
        return new Tokens(
                CliAuthName.of(json.path("authenticator").asString("")).orElse(null),
                new Secret(json.path("access_token").asString("")),
                refresh == null ? null : new Secret(refresh),
                instant(json, "obtained_at"),
                instant(json, "expires_at"),
                text(json, "email"),
                text(json, "account"),
                text(json, "seed"),
                text(json, "ended"));
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, Objects.toString(value));
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).stringValue(null);
    }

    private static @Nullable Instant instant(JsonNode json, String name) {
        var text = text(json, name);
        return text == null ? null : Instant.parse(text);
    }

    /// Leaves the tokens out.
    @Override
    public String toString() {
        return "Tokens[" + authenticator + "]";
    }
}
