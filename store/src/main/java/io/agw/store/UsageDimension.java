package io.agw.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What usage can be selected and added up by.
public enum UsageDimension {
    ROUTE_ID,
    PROTOCOL,
    OPERATION,
    KEY_ID,
    TEAM,
    ORG,
    USER,
    AGENT_ID,
    PROVIDER_ID,
    REQUESTED_MODEL,
    UPSTREAM_MODEL,
    OUTCOME,
    STATUS,
    ERROR_CODE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The name in rows: `route_id`.
    public String word() {
        return word;
    }

    /// The value in a row, as text; null where the row has none.
    public @Nullable String of(UsageRecord row) {
        return switch (this) {
            case ROUTE_ID -> row.routeId();
            case PROTOCOL -> row.protocol();
            case OPERATION -> row.operation();
            case KEY_ID -> row.payer().keyId();
            case TEAM -> row.payer().team();
            case ORG -> row.payer().org();
            case USER -> row.payer().user();
            case AGENT_ID -> row.payer().agent();
            case PROVIDER_ID -> row.providerId();
            case REQUESTED_MODEL -> row.requestedModel();
            case UPSTREAM_MODEL -> row.upstreamModel();
            case OUTCOME -> row.outcome();
            case STATUS -> String.valueOf(row.status());
            case ERROR_CODE -> row.errorCode();
        };
    }
}
