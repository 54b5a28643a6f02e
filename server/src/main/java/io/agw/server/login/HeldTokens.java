package io.agw.server.login;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Secret;
import io.agw.store.LoginToken;
import io.agw.store.LoginTokens;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the gateway holds of one credential: the tokens that count, who refused them, what went
/// wrong, and the one renewal that may be under way. Thread-safe.
final class HeldTokens {
    private static final Logger LOG = LoggerFactory.getLogger(HeldTokens.class);

    /// How long a failure answers for those who ask next.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /// When the background tries again after a failure.
    private static final Duration LATER = Duration.ofMinutes(5);

    private final String id;
    private final LoginTokens store;
    private volatile @Nullable Look last;
    private volatile @Nullable Secret refused;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Unsaved unsaved;
    private @Nullable CountDownLatch renewal;

    HeldTokens(String id, LoginTokens store) {
        this.id = id;
        this.store = store;
    }

    String id() {
        return id;
    }

    /// What counts now.
    ///
    /// @param stored null when nothing is
    /// @param kept what could not be stored; null when everything could be
    /// @param tokens null when there are none
    record Look(
            Credential credential,
            @Nullable LoginToken stored,
            @Nullable Unsaved kept,
            @Nullable Tokens tokens) {}

    /// Tokens that a vendor gave and the store did not take: what they were made of is spent.
    private record Unsaved(@Nullable LoginToken before, Tokens tokens) {}

    /// Why the last renewal failed.
    record Trouble(Instant at, String why) {}

    /// What counts, as of the last write.
    ///
    /// @param providerType of the credential's provider; null when unknown
    Look look(Credential credential, @Nullable String providerType) {
        var stored = store.find(id).orElse(null);
        var kept = unsaved;
        var before = last;
        if (before != null
                && before.credential().equals(credential)
                && version(before.stored()) == version(stored)
                && Objects.equals(before.kept(), kept)) {
            return before;
        }
        var now = new Look(credential, stored, kept, tokens(credential, providerType, stored));
        last = now;
        return now;
    }

    private @Nullable Tokens tokens(
            Credential credential, @Nullable String providerType, @Nullable LoginToken stored) {
        var kept = unsaved;
        if (kept != null && version(kept.before()) == version(stored)) {
            return kept.tokens();
        }
        var seed = TokenSeed.fingerprint(credential);
        if (stored != null) {
            var tokens = Tokens.read(stored.content());
            if (seed == null || seed.equals(tokens.seed())) {
                return tokens;
            }
        }
        return TokenSeed.of(credential, providerType);
    }

    boolean isRefused(Tokens tokens) {
        return tokens.access().equals(refused);
    }

    void refused(Secret token) {
        refused = token;
    }

    /// Forgets what went wrong, for tokens that have nothing to do with it.
    void cleared() {
        unsaved = null;
        trouble = null;
    }

    @Nullable Trouble trouble() {
        return trouble;
    }

    void failed(String why, Instant at) {
        trouble = new Trouble(at, why);
        LOG.warn("credential {}: tokens were not renewed: {}", id, why);
    }

    /// Whether somebody who needs a token may try again.
    boolean mayTry(Instant now) {
        var failed = trouble;
        return failed == null || !now.isBefore(failed.at().plus(PAUSE));
    }

    /// When the background may try again; null when nothing keeps it from that.
    @Nullable Instant laterFrom() {
        var failed = trouble;
        return failed == null ? null : failed.at().plus(LATER);
    }

    /// Keeps tokens in place of those that were seen. Whoever has written meanwhile wins.
    ///
    /// @param seen what they were made of
    /// @return whether they count now
    boolean keep(Look seen, Tokens tokens) {
        trouble = null;
        return save(new Unsaved(seen.stored(), tokens));
    }

    private boolean save(Unsaved made) {
        try {
            var saved = store.save(id, made.tokens().text(), version(made.before()));
            unsaved = null;
            return saved.isPresent();
        } catch (StoreException e) {
            LOG.error("credential {}: its tokens are in memory only: {}", id, e.getMessage());
            unsaved = made;
            return true;
        }
    }

    /// Whether there are tokens that would end with this process.
    boolean isUnsaved() {
        return unsaved != null;
    }

    /// Whether it holds, or is about to, what is nowhere else.
    boolean isNeeded() {
        return isUnsaved() || renewal() != null;
    }

    /// Tries once more to store what could not be. Not while a renewal makes others of it: the
    /// store would then have changed under the renewal, whose tokens would be lost.
    synchronized void saveAgain() {
        var kept = unsaved;
        if (kept != null && renewal == null && save(kept) && unsaved == null) {
            LOG.info("credential {}: its tokens are stored", id);
        }
    }

    /// What opens when the renewal under way is over; null when there is none.
    synchronized @Nullable CountDownLatch renewal() {
        return renewal;
    }

    /// Begins a renewal unless one is under way, on a thread of its own: whoever waits may leave,
    /// and a refresh token that is spent must not be spent in vain.
    ///
    /// @return what opens when it is over
    synchronized CountDownLatch begin(Runnable work) {
        var running = renewal;
        if (running == null) {
            var begun = new CountDownLatch(1);
            renewal = begun;
            Thread.ofVirtual().name("login-renewal-" + id).start(() -> run(work, begun));
            return begun;
        }
        return running;
    }

    private void run(Runnable work, CountDownLatch over) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("credential {}: a renewal broke off", id, e);
        } finally {
            ended();
            over.countDown();
        }
    }

    private synchronized void ended() {
        renewal = null;
    }

    private static long version(@Nullable LoginToken stored) {
        return stored == null ? 0 : stored.version();
    }
}
