package io.agw.server.admission.budget;

import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.StoreException;
import io.agw.store.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What one turn is charged, and what is held for it. Everything counts for when it began. Belongs
/// to the turn; closed by {@link #settle}, once.
public final class TurnBooks {
    private final Budgets budgets;
    private final List<Claim> own;
    private final long at;
    private int turns = 1;
    private List<Claim> providers = List.of();
    private Map<Claim, Sum> held = Map.of();
    private final Map<Claim, Sum> lost = new HashMap<>();
    private Sum last = Sum.ZERO;
    private boolean isLastLost;
    private Sum most = Sum.ZERO;
    private Sum known = Sum.ZERO;
    private long turn;
    private LongFunction<@Nullable UsageRecord> row = _ -> null;

    TurnBooks(Budgets budgets, List<Claim> claims, Instant began) {
        this.budgets = budgets;
        this.own = claims;
        this.at = began.getEpochSecond();
    }

    /// What is asked is a part of another turn, which counts already.
    public void ofAnotherTurn() {
        turns = 0;
    }

    /// As how many turns it counts: one, or none where it is a part of another.
    public int turns() {
        return turns;
    }

    /// The first budget that has nothing left; null when all have.
    public @Nullable Exceeded spent() {
        return budgets.spent(own, at);
    }

    /// Budgets of a provider with the limits that count now.
    public List<Claim> counting(List<Claim> ofProvider) {
        return budgets.changed().now(ofProvider);
    }

    /// The last call brought nothing and may have cost what was set aside for it: should another
    /// one follow, it needs room besides.
    public void lose() {
        isLastLost = true;
    }

    /// The last call brought an answer that has used so much. Should another one follow, to the
    /// same provider, it needs room besides.
    ///
    /// @param nanoDollars null when that is not known
    public void again(long tokens, @Nullable Long nanoDollars) {
        known = new Sum(nanoDollars == null ? last.nanoDollars() : nanoDollars, tokens, 0);
    }

    /// The budgets under which a call to a provider falls.
    ///
    /// @param ofProvider those of the provider
    public List<Claim> claims(List<Claim> ofProvider) {
        var all = new ArrayList<>(own);
        all.addAll(ofProvider);
        return all;
    }

    /// Says what is to stand for the turn in usage, should it never end, from the next call on.
    ///
    /// @param mostNanoDollars to a row, by what the turn may have cost at most
    public void stoodForBy(LongFunction<@Nullable UsageRecord> mostNanoDollars) {
        row = mostNanoDollars;
    }

    /// Sets aside what a call may use, in every hard budget or in none, and returns once that
    /// cannot be lost. For another call what was set aside is not given back before the turn is
    /// over, but for another provider's: who knows what the call before has cost.
    ///
    /// @param ofProvider the budgets of the provider that is to be called
    /// @return the budget that has no room; null when it is done
    /// @throws StoreException when it cannot be written down
    public @Nullable Exceeded reserve(List<Claim> ofProvider, Sum ofCall) {
        var exceeded = budgets.spent(claims(ofProvider), at);
        if (exceeded != null) {
            return exceeded;
        }
        var lostNow = lostNow();
        var after = new HashMap<>(lostNow);
        for (var claim : claims(ofProvider)) {
            if (claim.rule().isHard()) {
                var wanted = lostNow.getOrDefault(claim, Sum.ZERO).plus(known).plus(ofCall);
                after.put(claim, held.getOrDefault(claim, Sum.ZERO).max(wanted));
            }
        }
        if (!after.equals(held)) {
            exceeded = budgets.hold(held, after, at);
            if (exceeded != null) {
                return exceeded;
            }
            write(after);
        }
        lost.putAll(lostNow);
        isLastLost = false;
        providers = List.copyOf(ofProvider);
        last = ofCall;
        most = most.max(known.plus(ofCall));
        return null;
    }

    /// What calls may have cost that brought nothing, in hard budgets. A turn is one turn, however
    /// many calls it took.
    private Map<Claim, Sum> lostNow() {
        var all = new HashMap<>(lost);
        if (isLastLost) {
            var cost = new Sum(last.nanoDollars(), last.tokens(), 0);
            claims(providers).stream()
                    .filter(claim -> claim.rule().isHard())
                    .forEach(claim -> all.merge(claim, cost, Sum::plus));
        }
        return all;
    }

    private void write(Map<Claim, Sum> after) {
        var before = held;
        held = after;
        if (after.isEmpty()) {
            return;
        }
        if (turn == 0) {
            turn = budgets.nextTurn();
        }
        try {
            budgets.write(new Hold(turn, cells(after), row.apply(dollars(after))));
        } catch (StoreException e) {
            budgets.release(after, before);
            held = before;
            throw e;
        }
    }

    private static long dollars(Map<Claim, Sum> sums) {
        return sums.values().stream().mapToLong(Sum::nanoDollars).max().orElse(0);
    }

    private Map<Cell, Sum> cells(Map<Claim, Sum> sums) {
        var cells = new HashMap<Cell, Sum>();
        sums.forEach((claim, sum) ->
                cells.put(new Cell(purse(claim), claim.rule().windows().slot(at)), sum));
        return cells;
    }

    private Purse purse(Claim claim) {
        return budgets.purseOf(claim);
    }

    /// Most that a call of the turn was taken to use, set aside or not; nothing when none was made.
    public Sum most() {
        return most;
    }

    /// The same of a turn that leaves no row.
    public void settle(Sum used) {
        settle(used, Runnable::run);
    }

    /// The turn is over.
    ///
    /// @param later does what it is given once the row of the turn is written, so that one is left
    ///   of a process that dies before: what is held, and the row that it stands for
    public void settle(Sum used, Consumer<Runnable> later) {
        // what is known of the last call takes the place of what it may have cost
        var charged = new HashMap<>(used.tokens() == known.tokens() ? lostNow() : lost);
        if (!used.equals(Sum.ZERO)) {
            claims(providers).forEach(claim -> charged.merge(claim, used, Sum::plus));
        }
        if (turn != 0 || !charged.isEmpty()) {
            budgets.settle(
                    new Settlement(turn, held, charged), at, turn == 0 ? Runnable::run : later);
            held = Map.of();
        }
    }
}
