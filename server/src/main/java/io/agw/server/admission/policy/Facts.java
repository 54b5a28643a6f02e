package io.agw.server.admission.policy;

import io.agw.bundle.expression.ConditionField;
import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.holder.Holder;
import io.agw.store.Ledger.Sum;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What is known of a request and of whose figures count, each looked up when it is asked for.
/// Belongs to one evaluation.
final class Facts implements Function<ConditionField, Object> {
    private static final double NANOS_PER_DOLLAR = 1e9;

    private final Holder holder;
    private final Asking asking;
    private final String status;
    private final Sources sources;
    private @Nullable Map<BudgetWindow, Sum> used;
    private @Nullable Map<BudgetWindow, Sum> errors;
    private @Nullable Aim aim;

    /// @param status `active`, `paused` or `idle`
    Facts(Holder holder, Asking asking, String status, Sources sources) {
        this.holder = holder;
        this.asking = asking;
        this.status = status;
        this.sources = sources;
    }

    /// Where figures come from.
    ///
    /// @param budgetUsed greatest share of a limit that a budget of somebody has used
    record Sources(Figures figures, ToDoubleFunction<Holder> budgetUsed) {}

    @Override
    public Object apply(ConditionField field) {
        var payer = asking.payer();
        return switch (field) {
            case ERROR_RATE -> share(errors(BudgetWindow.HOUR), calls());
            case COST_THIS_HOUR -> dollars(BudgetWindow.HOUR);
            case COST_TODAY -> dollars(BudgetWindow.DAY);
            case TOTAL_COST -> dollars(BudgetWindow.TOTAL);
            case CALLS_THIS_HOUR -> (double) calls();
            case CALL_COUNT -> (double) used(BudgetWindow.TOTAL).turns();
            case ERROR_COUNT -> (double) errors(BudgetWindow.TOTAL);
            case TOKENS_THIS_HOUR -> (double) used(BudgetWindow.HOUR).tokens();
            case AVG_LATENCY_MS -> sources.figures().averageMillis(holder);
            case P95_LATENCY_MS -> sources.figures().p95Millis(holder);
            case BUDGET_USED_RATIO -> sources.budgetUsed().applyAsDouble(holder);
            case STATUS -> status;
            case AGENT_ID -> text(payer.agent());
            case VIRTUAL_KEY_ID -> text(payer.keyId());
            case TEAM -> text(payer.team());
            case ORG -> text(payer.org());
            case USER -> text(payer.user());
            case TAGS -> List.copyOf(asking.tags());
            case MODEL -> text(asking.model());
            case ROUTE_ID -> asking.routeId();
            case PROVIDER -> aim().providerId();
            case BREAKER_STATE -> aim().breaker();
            case INPUT_TOKENS_EST -> (double) asking.tokens().getAsLong();
            case HOUR_OF_DAY -> (double) asking.at().atZone(ZoneOffset.UTC).getHour();
        };
    }

    /// Calls in this hour.
    long calls() {
        return used(BudgetWindow.HOUR).turns();
    }

    private double dollars(BudgetWindow window) {
        return used(window).nanoDollars() / NANOS_PER_DOLLAR;
    }

    private Sum used(BudgetWindow window) {
        if (used == null) {
            used = sources.figures().used(holder);
        }
        return used.getOrDefault(window, Sum.ZERO);
    }

    /// One look, so that provider and breaker belong together.
    private Aim aim() {
        if (aim == null) {
            aim = asking.aim().get();
        }
        return aim;
    }

    private long errors(BudgetWindow window) {
        if (errors == null) {
            errors = sources.figures().errors(holder);
        }
        return errors.getOrDefault(window, Sum.ZERO).turns();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
