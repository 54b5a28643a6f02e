package io.agw.server.admission;

import io.agw.server.admission.budget.BudgetRule;
import io.agw.server.admission.budget.Claim;
import io.agw.server.admission.budget.TurnBooks;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dispatch.Clearance.Prospect;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.turn.Refusal;
import io.agw.store.Ledger.Sum;
import io.agw.store.StoreException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Sets aside what a call may cost at most, before it is made. Belongs to one turn.
record CallBudgets(TurnBooks books, Arrival arrival, LimitMeters meters) {
    /// @param configured the budgets of the provider
    Answer ask(Prospect call, List<Claim> configured) {
        var ofProvider = books.counting(configured);
        var claims = books.claims(ofProvider);
        if (claims.isEmpty() || call.wording().costsNothing()) {
            return new Room(null);
        }
        var said = call.wording().answerLimit();
        boolean ends = said.tokens() >= 0 || call.wording().api().embeds();
        long output = ends ? Math.max(0, said.tokens()) : shortest(claims) + said.thoughts();
        if (call.longest() != null) {
            output = Math.min(output, call.longest());
        }
        var tokens =
                new Tokens(bound(call.wording().mostTokens(), 1), bound(output, said.answers()));
        var dollars = dollars(call, tokens);
        var unknown = claims.stream().map(Claim::rule).filter(BudgetRule::refusesUnpriced);
        if (dollars.isEmpty()) {
            var strict = unknown.findFirst();
            if (strict.isPresent()) {
                return new No(BudgetRefusals.unpriced(strict.get(), call));
            }
        }
        var most = new Sum(dollars.orElse(0), tokens.input() + tokens.output(), books.turns());
        books.stoodForBy(nanos -> arrival.use().unended(call.providerId(), call.model(), nanos));
        boolean hard = claims.stream().anyMatch(claim -> claim.rule().boundsAnswers());
        return reserve(ofProvider, most, hard ? output : null);
    }

    /// @param limit that the upstream has to be told; null for none
    private Answer reserve(List<Claim> ofProvider, Sum most, @Nullable Long limit) {
        try {
            var exceeded = books.reserve(ofProvider, most);
            if (exceeded == null) {
                return new Room(limit);
            }
            meters.spent(exceeded.claim().rule().id(), exceeded.cap().window().word());
            return new No(BudgetRefusals.of(exceeded, arrival.at()));
        } catch (StoreException _) {
            return new No(BudgetRefusals.unwritten());
        }
    }

    private static long shortest(List<Claim> claims) {
        return claims.stream().mapToLong(claim -> claim.rule().output()).min().orElse(0);
    }

    /// What is only passed on costs what nobody here knows, and so does what is served sooner.
    private OptionalLong dollars(Prospect call, Tokens tokens) {
        if (call.model() == null
                || call.wording().api() == Api.PASSTHROUGH
                || call.wording().isFast()) {
            return OptionalLong.empty();
        }
        var price = arrival.prices().find(call.providerId(), call.model(), arrival.at());
        return price == null
                ? OptionalLong.empty()
                : price.most(tokens.input(), tokens.output(), call.wording().asksForCache());
    }

    private static long bound(long tokens, long times) {
        return Math.min(
                Math.min(tokens, TokenUsage.ABSURD) * Math.min(times, TokenUsage.ABSURD),
                TokenUsage.ABSURD);
    }

    /// What is said to a call.
    sealed interface Answer {}

    /// @param limit tokens that the upstream is to be told to answer with at most; null for none
    record Room(@Nullable Long limit) implements Answer {}

    record No(Refusal refusal) implements Answer {}

    private record Tokens(long input, long output) {}
}
