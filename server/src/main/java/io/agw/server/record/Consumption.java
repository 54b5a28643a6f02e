package io.agw.server.record;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.price.Price;
import io.agw.store.Cost;
import io.agw.store.UsageSource;
import org.jspecify.annotations.Nullable;

/// Tokens that a turn used and what they cost, of all answers that it was given. Not thread-safe.
final class Consumption {
    private @Nullable TokenUsage last;
    private UsageSource source = UsageSource.REPORTED;
    private boolean special;
    private @Nullable Before before;

    void told(ToldUsage usage) {
        last = usage.tokens();
        special = usage.special();
        source = last == null ? UsageSource.REJECTED : UsageSource.REPORTED;
    }

    void estimate(TokenUsage usage) {
        last = usage;
        guessed();
    }

    void guessed() {
        source = source == UsageSource.REJECTED ? source : UsageSource.ESTIMATED;
    }

    /// Another answer follows.
    ///
    /// @param cost so far; null when it is not known
    void again(@Nullable Cost cost) {
        before = new Before(tokens(), cost, source());
        last = null;
        source = UsageSource.REPORTED;
    }

    /// Null when none are known.
    @Nullable TokenUsage tokens() {
        if (before == null || before.tokens == null) {
            return last;
        }
        return last == null ? before.tokens : before.tokens.plus(last);
    }

    /// The worst of what answers were counted by.
    UsageSource source() {
        return before == null || source.compareTo(before.source) > 0 ? source : before.source;
    }

    /// Null when it is not known.
    ///
    /// @param price of the last answer; null when there is none
    @Nullable Cost cost(@Nullable Price price) {
        var ofLast = ofLast(price);
        if (before == null) {
            return ofLast;
        }
        if (last == null || before.cost == null || ofLast == null) {
            return last == null ? before.cost : null;
        }
        return new Cost(
                Math.addExact(before.cost.nanoDollars(), ofLast.nanoDollars()),
                ofLast.priceId(),
                ofLast.priceVersion());
    }

    /// Prices are of what vendors serve as usual.
    private @Nullable Cost ofLast(@Nullable Price price) {
        return last == null || special || price == null ? null : Accounting.cost(price, last);
    }

    /// What the answers before the last one took.
    private record Before(@Nullable TokenUsage tokens, @Nullable Cost cost, UsageSource source) {}
}
