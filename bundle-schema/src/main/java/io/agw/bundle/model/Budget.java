package io.agw.bundle.model;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a subject may use up. Budgets add up: a request needs room in each that it falls under.
@Doc("How much money, and how many tokens and turns, a subject may use up in a time.")
public record Budget(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the budget is for.") @Nullable String description,
        @Doc("A disabled budget counts and limits nothing.") @Default("false") boolean disabled,
        @Doc("Whom the budget is for.") Subject subject,
        @Doc("Most dollars, as text such as \"5.00\".") @Default("{}") SpendLimits limits,
        @Doc("Most tokens, of requests and answers together.") @Default("{}")
                CountLimits tokenLimits,
        @Doc("Most turns: requests that a model was asked for.") @Default("{}")
                CountLimits turnLimits,
        @Doc("Whether hours, days, weeks and months begin by the calendar, or reach back from now.")
                @Default("calendar")
                WindowType windowType,
        @Doc("Where days, weeks and months of the calendar begin.") @Default("UTC") ZoneId timezone,
        @Doc("What a limit does.") @Default("hard") Enforcement enforcement,
        @Doc(
                        "What becomes of a subject beyond a limit: `[deny]`, or `[deny, pause]` for keys and agents. Absent: the latter for these, the former for others.")
                @Unordered
                List<OnExceed> onExceed,
        @Doc(
                        "At which shares of a limit an alert is raised, once in its time; above 0, at most 10.")
                @Unordered
                @Limits(max = 10)
                @Default("[0.8, 1.0]")
                List<Double> alertThresholds,
        @Doc(
                        "How many tokens of an answer are reserved before the call, where neither the request nor the model allows fewer.")
                @Default("4096")
                @Limits(min = 1, max = 10_000_000)
                int reserveMaxOutputTokens,
        @Doc(
                        "What becomes of requests for a model whose price is not known. Absent: `deny` with `enforcement: hard`, else `allow_zero`.")
                @Nullable UnpricedModel unpricedModel,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    /// {@link #reserveMaxOutputTokens} where nothing is said.
    static final int USUAL_OUTPUT = 4096;

    /// When the times of limits begin.
    public enum WindowType {
        /// With the hour, day, week or month of the calendar.
        CALENDAR,
        /// As long ago as they are long; 30 days for a month.
        ROLLING
    }

    /// What a limit does.
    public enum Enforcement {
        /// Refuses what might go beyond it: the most that a request may use up is reserved first.
        HARD,
        /// Refuses what comes after it was reached.
        SOFT,
        /// Refuses nothing.
        OBSERVE
    }

    /// What becomes of a subject that is beyond a limit.
    public enum OnExceed {
        /// Requests are refused until the time of the limit is over.
        DENY,
        /// The subject is paused until then; beyond a total, until somebody resumes it.
        PAUSE
    }

    /// What becomes of requests for a model whose price is not known.
    public enum UnpricedModel {
        /// They are refused.
        DENY,
        /// They count as nothing.
        ALLOW_ZERO
    }

    public Budget {
        onExceed = List.copyOf(onExceed);
        alertThresholds = List.copyOf(alertThresholds);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.BUDGET, id);
    }

    /// What is done beyond a limit, whether it is written or not; nothing when it only observes.
    public Set<OnExceed> actions() {
        if (enforcement == Enforcement.OBSERVE) {
            return Set.of();
        }
        if (!onExceed.isEmpty()) {
            return Set.copyOf(onExceed);
        }
        return subject.canBePaused()
                ? Set.of(OnExceed.DENY, OnExceed.PAUSE)
                : Set.of(OnExceed.DENY);
    }

    /// What becomes of a model without price, whether it is written or not. Nothing where no money
    /// is limited.
    public UnpricedModel unpriced() {
        if (limits.given().isEmpty()) {
            return UnpricedModel.ALLOW_ZERO;
        }
        if (unpricedModel != null) {
            return unpricedModel;
        }
        return enforcement == Enforcement.HARD ? UnpricedModel.DENY : UnpricedModel.ALLOW_ZERO;
    }
}
