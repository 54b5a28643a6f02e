package io.agw.server.dispatch;

import io.agw.server.provider.Provider;
import io.agw.server.telemetry.Span;
import io.agw.server.turn.CallerKey;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys with which a target can be called, in tiers: a later tier is used only when no key of
/// the earlier ones can be. Thread-safe.
final class Accounts {
    private final List<Tier> tiers;
    private final @Nullable Function<CallerKey, Provider> opener;
    private final boolean callers;

    Accounts(List<Tier> tiers) {
        this(tiers, null, false);
    }

    private Accounts(
            List<Tier> tiers, @Nullable Function<CallerKey, Provider> opener, boolean callers) {
        this.tiers = List.copyOf(tiers);
        this.opener = opener;
        this.callers = callers;
    }

    /// Those of clients that bring their own key.
    ///
    /// @param keyless tells what the vendor can do, before there is a key
    /// @param opener makes an account of a key
    static Accounts ofCallers(Provider keyless, Function<CallerKey, Provider> opener) {
        return new Accounts(List.of(Tier.of(keyless)), opener, true);
    }

    /// The account of a client's own key, where clients bring one; else these.
    Accounts calledWith(CallerKey key) {
        return opener == null
                ? this
                : new Accounts(List.of(Tier.of(opener.apply(key))), null, true);
    }

    /// Whether there is no key, nor a way to call without one.
    boolean isEmpty() {
        return tiers.isEmpty();
    }

    /// Whether the key is a client's own.
    boolean areCallers() {
        return callers;
    }

    /// A key that is not in `used`, which it then is, and can be used for a model now.
    ///
    /// @param within step of the turn that asks; null for work that belongs to no turn
    Pick next(BitSet used, @Nullable String model, @Nullable Span within) {
        CredentialState.CoolDown soonest = null;
        int base = 0;
        for (var tier : tiers) {
            int size = tier.accounts.size();
            int first = tier.first();
            for (int i = 0; i < size; i++) {
                int index = (first + i) % size;
                if (used.get(base + index)) {
                    continue;
                }
                var access = tier.accounts.get(index).open(within);
                var coolDown = access == null ? null : access.coolDown(model);
                if (access != null && coolDown == null) {
                    used.set(base + index);
                    return new Pick.Ready(access, base + index);
                }
                soonest = sooner(soonest, coolDown);
            }
            base += size;
        }
        return soonest == null ? new Pick.Nothing() : new Pick.Cooling(soonest);
    }

    /// The keys that there are to show, the preferred first, whatever upstreams said of them. Each
    /// is opened when it is taken.
    Stream<Access> open() {
        return all().flatMap(account -> Stream.ofNullable(account.open(null)));
    }

    /// Limits pass by themselves, so that one of them says more than a refusal does.
    private static CredentialState.@Nullable CoolDown sooner(
            CredentialState.@Nullable CoolDown a, CredentialState.@Nullable CoolDown b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        boolean alike = (a.status() == 429) == (b.status() == 429);
        return alike ? a.left().compareTo(b.left()) <= 0 ? a : b : a.status() == 429 ? a : b;
    }

    /// Whether the vendor can do something, as far as is known: without an account nobody can say.
    boolean serve(Predicate<Provider> what) {
        return tiers.isEmpty() || what.test(tiers.getFirst().accounts.getFirst().vendor());
    }

    /// The account of one credential alone; null when there is none.
    ///
    /// @param credentialId empty for the provider's own key
    @Nullable Accounts only(String credentialId) {
        if (opener != null) {
            return serve(account -> account.credentialId().equals(credentialId)) ? this : null;
        }
        return all().filter(account -> account.vendor().credentialId().equals(credentialId))
                .findFirst()
                .map(account -> new Accounts(List.of(new Tier(List.of(account), false))))
                .orElse(null);
    }

    /// Whether a key that is not in `used` may be tried for a model.
    boolean hasOther(BitSet used, @Nullable String model) {
        int index = 0;
        for (var tier : tiers) {
            for (var account : tier.accounts) {
                if (!used.get(index++) && account.coolDown(model) == null) {
                    return true;
                }
            }
        }
        return false;
    }

    /// How long until one of them may be used for a model; zero when one may be now.
    Duration coolsFor(@Nullable String model) {
        CredentialState.CoolDown soonest = null;
        for (var account : all().toList()) {
            var coolDown = account.coolDown(model);
            if (coolDown == null) {
                return Duration.ZERO;
            }
            soonest = sooner(soonest, coolDown);
        }
        return soonest == null ? Duration.ZERO : soonest.left();
    }

    private Stream<Account> all() {
        return tiers.stream().flatMap(tier -> tier.accounts.stream());
    }

    /// What is to be used next.
    sealed interface Pick {
        /// @param index of the account, as it stands in the set of those that were used
        record Ready(Access access, int index) implements Pick {}

        /// Keys are left, and all of them are to be left alone.
        ///
        /// @param coolDown of the one that is used again first
        record Cooling(CredentialState.CoolDown coolDown) implements Pick {}

        /// No key is left, or none that has anything to show.
        record Nothing() implements Pick {}
    }

    /// Keys of equal rank, at least one.
    static final class Tier {
        private final List<Account> accounts;
        private final boolean roundRobin;
        private final AtomicInteger cursor = new AtomicInteger();

        /// @param roundRobin whether they take turns, else the first one is used while it works
        Tier(List<Account> accounts, boolean roundRobin) {
            this.accounts = List.copyOf(accounts);
            this.roundRobin = roundRobin && accounts.size() > 1;
        }

        /// One account of which nothing is remembered.
        static Tier of(Provider provider) {
            return new Tier(List.of(new Account.Unmanaged(provider)), false);
        }

        private int first() {
            return roundRobin ? Math.floorMod(cursor.getAndIncrement(), accounts.size()) : 0;
        }
    }
}
