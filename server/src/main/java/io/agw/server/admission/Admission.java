package io.agw.server.admission;

import io.agw.server.admission.budget.TurnBooks;
import io.agw.server.admission.policy.Asking.Outcome;
import io.agw.server.admission.policy.Detour;
import io.agw.server.admission.policy.PoliciedTurn;
import io.agw.server.dispatch.Clearance;
import io.agw.store.Ledger.Sum;
import org.jspecify.annotations.Nullable;

/// What a turn that was let in holds until it is over. Belongs to the turn; closed once.
public final class Admission implements AutoCloseable {
    /// Of a turn that no limit is for.
    static final Admission FREE = new Admission(Held.NOTHING, Remaining.ALL, null);

    private static final Clearance FREELY =
            _ -> new Clearance.Granted(Clearance.Pass.OF_NOTHING, null);

    private final Held held;
    private final Remaining remaining;
    private final @Nullable CallLimits calls;

    /// @param calls what its calls have to keep; null for nothing
    Admission(Held held, Remaining remaining, @Nullable CallLimits calls) {
        this.held = held;
        this.remaining = remaining;
        this.calls = calls;
    }

    /// What is to be given back and settled.
    ///
    /// @param books what the turn is charged; null for nothing
    /// @param policied by which policies; null for none
    record Held(
            Turnstiles.Passed passed, @Nullable TurnBooks books, @Nullable PoliciedTurn policied) {
        static final Held NOTHING = new Held(Turnstiles.Passed.NOTHING, null, null);
    }

    /// What is left for the client, this turn counted.
    public Remaining remaining() {
        return remaining;
    }

    /// What has to be asked before each call to an upstream.
    public Clearance clearance() {
        return calls == null ? FREELY : calls;
    }

    /// Where a policy sends it instead; null for nowhere.
    public @Nullable Detour detour() {
        var policied = held.policied;
        return policied == null ? null : policied.detour();
    }

    /// How long it waited to be let in.
    public long waitedNanos() {
        return held.passed.waitedNanos();
    }

    /// Gives back what it held, and settles what it used.
    @Override
    public void close() {
        var books = held.books;
        if (calls == null || books == null) {
            return;
        }
        var use = calls.arrival().use();
        long tokens = use.tokens();
        held.passed.end(tokens);
        boolean costs = use.called() && !calls.arrival().free();
        books.settle(costs ? used(books, use, tokens) : Sum.ZERO, use::whenWritten);
        var policied = held.policied;
        if (costs && policied != null) {
            var cost = use.nanoDollars();
            policied.end(new Outcome(cost == null ? 0 : cost, tokens, use.failed(), use.millis()));
            use.matched(policied.matched());
        }
    }

    /// What nobody knows is charged what it may have been at most.
    private static Sum used(TurnBooks books, Use use, long tokens) {
        var cost = tokens == 0 ? Long.valueOf(0) : use.nanoDollars();
        var used = new Sum(cost == null ? books.most().nanoDollars() : cost, tokens, books.turns());
        return use.isOpen() ? used.max(books.most()) : used;
    }
}
