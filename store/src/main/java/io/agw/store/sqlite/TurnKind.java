package io.agw.store.sqlite;

import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.Payer;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a turn has in common with many others of its day.
///
/// @param day on which it finished, since 1970 in UTC
record TurnKind(
        long day,
        @Nullable String routeId,
        @Nullable String protocol,
        @Nullable String operation,
        Payer payer,
        @Nullable String providerId,
        @Nullable String requestedModel,
        @Nullable String upstreamModel,
        @Nullable String routeReason,
        String outcome,
        int status,
        @Nullable String errorCode,
        boolean stream,
        int attempts,
        UsageSource source,
        @Nullable String priceId,
        @Nullable String priceVersion,
        @Nullable String cache,
        @Nullable String policies) {
    static final String INSERT =
            """
            INSERT INTO turn_kind (day, key_id, requested_model, provider_id, route_id, protocol,
                operation, upstream_model, route_reason, outcome, status, error_code, stream,
                attempts, usage_source, price_id, price_version, team, org, user, agent_id,
                cache, policies)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING kind_id
            """;

    static final String FIND =
            """
            SELECT kind_id FROM turn_kind
            WHERE day = ? AND key_id IS ? AND requested_model IS ? AND provider_id IS ?
                AND route_id IS ? AND protocol IS ? AND operation IS ? AND upstream_model IS ?
                AND route_reason IS ? AND outcome = ? AND status = ? AND error_code IS ?
                AND stream = ? AND attempts = ? AND usage_source = ? AND price_id IS ?
                AND price_version IS ? AND team IS ? AND org IS ? AND user IS ?
                AND agent_id IS ? AND cache IS ? AND policies IS ?
            """;

    /// In place of names that were too many.
    private static final String OTHER = "_other";

    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    static TurnKind of(UsageRecord usage) {
        var cost = usage.cost();
        return new TurnKind(
                day(usage.finishedAt()),
                usage.routeId(),
                usage.protocol(),
                usage.operation(),
                usage.payer(),
                usage.providerId(),
                usage.requestedModel(),
                usage.upstreamModel(),
                usage.routeReason(),
                usage.outcome(),
                usage.status(),
                usage.errorCode(),
                usage.stream(),
                usage.attempts(),
                usage.source(),
                cost == null ? null : cost.priceId(),
                cost == null ? null : cost.priceVersion(),
                usage.decisions().cache(),
                policies(usage.decisions()));
    }

    /// Ids have no commas.
    private static @Nullable String policies(Decisions decisions) {
        return decisions.policies().isEmpty() ? null : String.join(",", decisions.policies());
    }

    /// The kind that it is counted under where its day has many: without the names that clients
    /// choose.
    TurnKind withoutClientsNames() {
        return new TurnKind(
                day,
                routeId,
                protocol,
                operation,
                payer.user() == null ? payer : payer.of(OTHER),
                providerId,
                other(requestedModel),
                upstreamModel,
                null,
                outcome,
                status,
                errorCode,
                stream,
                0,
                source,
                null,
                null,
                cache,
                null);
    }

    /// The kind that it is counted under where its day has many also then: of so few words that
    /// there cannot be many.
    TurnKind withoutNames() {
        return new TurnKind(
                day,
                other(routeId),
                protocol,
                operation,
                new Payer(OTHER, null, null, null, null),
                other(providerId),
                other(requestedModel),
                other(upstreamModel),
                null,
                outcome,
                0,
                null,
                false,
                0,
                source,
                null,
                null,
                null,
                null);
    }

    private static @Nullable String other(@Nullable String name) {
        return name == null ? null : OTHER;
    }

    private static long day(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), MILLIS_PER_DAY);
    }

    /// Binds the values of {@link #INSERT} and {@link #FIND}.
    void bind(PreparedStatement row) throws SQLException {
        row.setLong(1, day);
        row.setString(2, payer.keyId());
        row.setString(3, requestedModel);
        row.setString(4, providerId);
        row.setString(5, routeId);
        row.setString(6, protocol);
        row.setString(7, operation);
        row.setString(8, upstreamModel);
        row.setString(9, routeReason);
        row.setString(10, outcome);
        row.setInt(11, status);
        row.setString(12, errorCode);
        row.setInt(13, stream ? 1 : 0);
        row.setInt(14, attempts);
        row.setInt(15, code(source));
        row.setString(16, priceId);
        row.setString(17, priceVersion);
        row.setString(18, payer.team());
        row.setString(19, payer.org());
        row.setString(20, payer.user());
        row.setString(21, payer.agent());
        row.setString(22, cache);
        row.setString(23, policies);
    }

    /// SHA-256 over all of it.
    byte[] digest() {
        return new UsageDigest()
                .put(day)
                .put(routeId)
                .put(protocol)
                .put(operation)
                .put(payer.keyId())
                .put(providerId)
                .put(requestedModel)
                .put(upstreamModel)
                .put(routeReason)
                .put(outcome)
                .put(status)
                .put(errorCode)
                .put(stream ? 1 : 0)
                .put(attempts)
                .put(code(source))
                .put(priceId)
                .put(priceVersion)
                .put(payer.team())
                .put(payer.org())
                .put(payer.user())
                .put(payer.agent())
                .put(cache)
                .put(policies)
                .finish();
    }

    /// The same over a row, whatever it says.
    static byte[] digest(ResultSet row) throws SQLException {
        return new UsageDigest()
                .put(row.getLong("day"))
                .put(row.getString("route_id"))
                .put(row.getString("protocol"))
                .put(row.getString("operation"))
                .put(row.getString("key_id"))
                .put(row.getString("provider_id"))
                .put(row.getString("requested_model"))
                .put(row.getString("upstream_model"))
                .put(row.getString("route_reason"))
                .put(row.getString("outcome"))
                .put(row.getLong("status"))
                .put(row.getString("error_code"))
                .put(row.getLong("stream"))
                .put(row.getLong("attempts"))
                .put(row.getLong("usage_source"))
                .put(row.getString("price_id"))
                .put(row.getString("price_version"))
                .put(row.getString("team"))
                .put(row.getString("org"))
                .put(row.getString("user"))
                .put(row.getString("agent_id"))
                .put(row.getString("cache"))
                .put(row.getString("policies"))
                .finish();
    }

    static Payer payer(ResultSet row) throws SQLException {
        return new Payer(
                row.getString("key_id"),
                row.getString("team"),
                row.getString("org"),
                row.getString("user"),
                row.getString("agent_id"));
    }

    /// What the turns of a row cost, each of which so many nano-dollars.
    static Cost cost(ResultSet row, long nanoDollars) throws SQLException {
        return new Cost(nanoDollars, row.getString("price_id"), row.getString("price_version"));
    }

    private static int code(UsageSource source) {
        return switch (source) {
            case REPORTED -> 0;
            case ESTIMATED -> 1;
            case REJECTED -> 2;
        };
    }

    static UsageSource source(ResultSet row) throws SQLException {
        return switch (row.getInt("usage_source")) {
            case 0 -> UsageSource.REPORTED;
            case 1 -> UsageSource.ESTIMATED;
            default -> UsageSource.REJECTED;
        };
    }
}
