package io.agw.server.dispatch;

import io.agw.bundle.model.Secret;
import io.agw.server.dialect.UpstreamError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What upstreams have said of one credential: which models it is to be left alone for, and until
/// when. Shared by all targets that are called with it, and outlives snapshots. What was said of
/// one secret holds for no other. Thread-safe.
final class CredentialState {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration FIRST_AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /// Longest wish of an upstream that is followed: a mistaken one must not end the credential.
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    /// Clients name models, and there may be no end to their names.
    private static final int MOST_MODELS = 256;

    private static final int UNKNOWN = 401;
    private static final int UNPAID = 402;

    /// Stands for every model.
    private static final String ALL = "";

    private final LongSupplier nanos;
    private final Map<String, Entry> entries = new HashMap<>();
    private @Nullable Secret about;

    /// Spares calls of a credential that nothing is known of, which is nearly always, the lock.
    private volatile boolean clean = true;

    /// @param nanos a clock that never goes back
    CredentialState(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Why a secret is to be left alone for a model now; null when it can be used.
    @Nullable CoolDown coolDown(Secret secret, @Nullable String model) {
        return clean ? null : found(secret, model);
    }

    private synchronized @Nullable CoolDown found(Secret secret, @Nullable String model) {
        if (!secret.equals(about)) {
            return null;
        }
        var whole = coolDown(entries.get(ALL));
        return whole == null ? coolDown(entries.get(name(model))) : whole;
    }

    private @Nullable CoolDown coolDown(@Nullable Entry entry) {
        long left = entry == null ? 0 : entry.until - nanos.getAsLong();
        return entry == null || left <= 0
                ? null
                : new CoolDown(entry.status, entry.error, Duration.ofNanos(left));
    }

    /// Takes note that an upstream took a secret.
    void taken(Secret secret, @Nullable String model) {
        if (!clean) {
            clear(secret, model);
        }
    }

    private synchronized void clear(Secret secret, @Nullable String model) {
        if (secret.equals(about)) {
            entries.remove(ALL);
            entries.remove(name(model));
            clean = entries.isEmpty();
        }
    }

    /// Takes note that an upstream did not take a secret. That a key is unknown, unpaid or spent
    /// holds for all models; a limit, or a right that is missing, for the one.
    ///
    /// @return whether it is left alone because of that, and was not before
    synchronized boolean refused(Secret secret, @Nullable String model, Fault.Answered fault) {
        if (!fault.isAboutKey()) {
            return false;
        }
        if (!secret.equals(about)) {
            entries.clear();
            about = secret;
        }
        var name = isOfAccount(fault) ? ALL : name(model);
        if (entries.size() >= MOST_MODELS) {
            entries.values().removeIf(entry -> coolDown(entry) == null);
            name = entries.size() >= MOST_MODELS ? ALL : name;
        }
        var before = entries.get(name);
        boolean fresh = coolDown(before) == null;
        entries.put(name, next(before, fresh, fault));
        clean = false;
        return fresh;
    }

    /// Calls that were under way together when a limit was met count once, or a burst would set a
    /// credential aside for long.
    private Entry next(@Nullable Entry before, boolean fresh, Fault.Answered fault) {
        int level = before == null ? 0 : fresh ? before.level + 1 : before.level;
        var first = isOfAccount(fault) ? FIRST_AFTER_REFUSAL : FIRST;
        var wish = fault.retryAfter();
        var pause =
                wish == null
                        ? min(first.multipliedBy(1L << Math.min(level, 20)), LONGEST)
                        : min(wish, LONGEST_WISH);
        long until = nanos.getAsLong() + pause.toNanos();
        if (before != null && !fresh && until - before.until <= 0) {
            return before;
        }
        int status = fault.isSpent() ? UNPAID : fault.status();
        return new Entry(status, fault.error(), level, until);
    }

    /// Whether no other model would do better, and no moment's patience: somebody has to mend it.
    private static boolean isOfAccount(Fault.Answered fault) {
        return fault.status() == UNKNOWN || fault.status() == UNPAID || fault.isSpent();
    }

    /// Forgets everything that was said.
    synchronized void forget() {
        entries.clear();
        about = null;
        clean = true;
    }

    /// What is left alone, by model; empty for all models.
    synchronized Map<String, CoolDown> coolDowns() {
        var coolDowns = new HashMap<String, CoolDown>();
        entries.forEach((model, entry) -> {
            var coolDown = coolDown(entry);
            if (coolDown != null) {
                coolDowns.put(model, coolDown);
            }
        });
        return coolDowns;
    }

    private static String name(@Nullable String model) {
        return model == null || model.isEmpty() ? "-" : model;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// Why a credential is left alone.
    ///
    /// @param status with which the upstream refused it
    /// @param error the upstream's words for it
    /// @param left until it is used again
    record CoolDown(int status, UpstreamError error, Duration left) {
        /// What that is for a turn that has no other.
        Fault.Cooling fault() {
            return new Fault.Cooling(status, error, left);
        }
    }

    private record Entry(int status, UpstreamError error, int level, long until) {}
}
