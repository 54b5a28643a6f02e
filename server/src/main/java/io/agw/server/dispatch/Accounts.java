package io.agw.server.dispatch;

import io.agw.server.provider.Provider;
import io.agw.server.turn.CallerKey;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The keys with which a target can be called, in tiers: a later tier is used only when every key
/// of the earlier ones has failed. Thread-safe.
final class Accounts {
    private final List<Tier> tiers;
    private final @Nullable Function<CallerKey, Provider> opener;

    Accounts(List<Tier> tiers) {
        this(tiers, null);
    }

    private Accounts(List<Tier> tiers, @Nullable Function<CallerKey, Provider> opener) {
        this.tiers = List.copyOf(tiers);
        this.opener = opener;
    }

    /// Those of clients that bring their own key.
    ///
    /// @param keyless tells what the vendor can do, before there is a key
    /// @param opener makes an account of a key
    static Accounts ofCallers(Provider keyless, Function<CallerKey, Provider> opener) {
        return new Accounts(List.of(new Tier(List.of(keyless), false)), opener);
    }

    /// The account of a client's own key, where clients bring one; else these.
    Accounts calledWith(CallerKey key) {
        return opener == null
                ? this
                : new Accounts(List.of(new Tier(List.of(opener.apply(key)), false)));
    }

    /// An account that is not in `used`, which it then is; null when all are.
    @Nullable Provider next(BitSet used) {
        int base = 0;
        for (var tier : tiers) {
            int size = tier.accounts.size();
            int first = tier.roundRobin ? Math.floorMod(tier.cursor.getAndIncrement(), size) : 0;
            for (int i = 0; i < size; i++) {
                int index = (first + i) % size;
                if (!used.get(base + index)) {
                    used.set(base + index);
                    return tier.accounts.get(index);
                }
            }
            base += size;
        }
        return null;
    }

    /// Whether the vendor can do something, as far as is known: without an account nobody can say.
    boolean serve(Predicate<Provider> what) {
        return tiers.isEmpty() || what.test(tiers.getFirst().accounts.getFirst());
    }

    /// The account of one credential alone; null when there is none.
    ///
    /// @param credentialId empty for the provider's own key
    @Nullable Accounts only(String credentialId) {
        if (opener != null) {
            return serve(account -> account.credentialId().equals(credentialId)) ? this : null;
        }
        return tiers.stream()
                .flatMap(tier -> tier.accounts.stream())
                .filter(account -> account.credentialId().equals(credentialId))
                .findFirst()
                .map(account -> new Accounts(List.of(new Tier(List.of(account), false))))
                .orElse(null);
    }

    boolean hasOther(BitSet used) {
        return used.cardinality() < tiers.stream().mapToInt(tier -> tier.accounts.size()).sum();
    }

    /// Keys of equal rank, at least one.
    static final class Tier {
        private final List<Provider> accounts;
        private final boolean roundRobin;
        private final AtomicInteger cursor = new AtomicInteger();

        /// @param roundRobin whether they take turns, else the first one is used while it works
        Tier(List<Provider> accounts, boolean roundRobin) {
            this.accounts = List.copyOf(accounts);
            this.roundRobin = roundRobin && accounts.size() > 1;
        }
    }
}
