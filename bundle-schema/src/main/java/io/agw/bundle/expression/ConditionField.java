package io.agw.bundle.expression;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a {@link Condition} can speak of. Dollars are doubles here, for comparisons only.
public enum ConditionField {
    /// Errors among the calls of this hour, 0 to 1.
    ERROR_RATE(Type.NUMBER, Scope.SHARE),
    /// Dollars.
    COST_THIS_HOUR(Type.NUMBER, Scope.STATE),
    /// Dollars.
    COST_TODAY(Type.NUMBER, Scope.STATE),
    /// Dollars.
    TOTAL_COST(Type.NUMBER, Scope.STATE),
    CALLS_THIS_HOUR(Type.NUMBER, Scope.STATE),
    CALL_COUNT(Type.NUMBER, Scope.STATE),
    ERROR_COUNT(Type.NUMBER, Scope.STATE),
    TOKENS_THIS_HOUR(Type.NUMBER, Scope.STATE),
    /// Of the calls of this hour.
    AVG_LATENCY_MS(Type.NUMBER, Scope.SHARE),
    /// Of the calls of this hour.
    P95_LATENCY_MS(Type.NUMBER, Scope.SHARE),
    /// Greatest share of a limit that a budget of the agent or key has used.
    BUDGET_USED_RATIO(Type.NUMBER, Scope.STATE),
    /// `active`, `paused` or `idle`.
    STATUS(Type.TEXT, Scope.STATE),
    AGENT_ID(Type.TEXT, Scope.STATE),
    VIRTUAL_KEY_ID(Type.TEXT, Scope.STATE),
    TEAM(Type.TEXT, Scope.STATE),
    ORG(Type.TEXT, Scope.STATE),
    USER(Type.TEXT, Scope.STATE),
    /// Labels of key and agent.
    TAGS(Type.TEXTS, Scope.STATE),
    /// As the client names it.
    MODEL(Type.TEXT, Scope.REQUEST),
    ROUTE_ID(Type.TEXT, Scope.REQUEST),
    /// Of the candidate that comes first by priority.
    PROVIDER(Type.TEXT, Scope.REQUEST),
    /// Of the same candidate: `closed`, `half_open` or `open`.
    BREAKER_STATE(Type.TEXT, Scope.REQUEST),
    INPUT_TOKENS_EST(Type.NUMBER, Scope.REQUEST),
    /// Of UTC, 0 to 23.
    HOUR_OF_DAY(Type.NUMBER, Scope.REQUEST);

    /// What its values are.
    public enum Type {
        NUMBER,
        TEXT,
        TEXTS
    }

    /// When it is known.
    enum Scope {
        /// At any time.
        STATE,
        /// At any time, and says little of few calls.
        SHARE,
        /// Before a request only.
        REQUEST
    }

    private final Type type;
    private final Scope scope;
    private final String word = name().toLowerCase(Locale.ROOT);

    ConditionField(Type type, Scope scope) {
        this.type = type;
        this.scope = scope;
    }

    /// Its name in conditions.
    public String word() {
        return word;
    }

    public Type type() {
        return type;
    }

    Scope scope() {
        return scope;
    }

    /// The field of a name; empty when there is none.
    public static Optional<ConditionField> ofWord(String word) {
        return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
    }
}
