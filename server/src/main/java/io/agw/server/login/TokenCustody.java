package io.agw.server.login;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Provider;
import io.agw.server.provider.AccessToken;
import io.agw.server.provider.AccessTokens;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.telemetry.Span;
import io.agw.store.LoginToken;
import io.agw.store.LoginTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens of all credentials that logins brought. Asked for one that is about to end, it has it
/// renewed first; of all who ask meanwhile, one renewal serves them all. Thread-safe.
///
/// {@link #close} lets what is under way end, and stores what is not stored yet.
public final class TokenCustody implements AccessTokens, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCustody.class);

    /// A login whose credential changes all the time has lost after so many attempts.
    private static final int ATTEMPTS = 10;

    /// How long the end of the process waits for vendors.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Snapshots snapshots;
    private final LoginTokens store;
    private final Renewing renewing;
    private final InstantSource clock;
    private final Map<String, HeldTokens> held = new ConcurrentHashMap<>();

    public TokenCustody(
            Snapshots snapshots, LoginTokens store, Renewing renewing, InstantSource clock) {
        this.snapshots = snapshots;
        this.store = store;
        this.renewing = renewing;
        this.clock = clock;
    }

    /// How tokens are renewed.
    ///
    /// @param counts told of each attempt
    public record Renewing(Authenticators authenticators, OAuthCalls calls, RenewalCounts counts) {}

    @Override
    public Optional<AccessToken> current(Credential credential, @Nullable Span within) {
        var holder = holder(credential.id());
        var tokens = look(holder, credential).tokens();
        if (tokens == null) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (!tokens.isAboutToEnd(now) && !holder.isRefused(tokens)) {
            return shown(tokens);
        }
        if (tokens.canBeRenewed() && holder.mayTry(now)) {
            var step = step(credential, within);
            await(holder.begin(() -> renew(holder, credential, tokens)));
            end(step, tokens, look(holder, credential).tokens());
        }
        return usable(holder, look(holder, credential).tokens());
    }

    /// What a turn does while it waits for a renewal; null where no turn waits.
    private static @Nullable Span step(Credential credential, @Nullable Span within) {
        return within == null
                ? null
                : within.child("renew login", Span.Kind.INTERNAL)
                        .put("agw.credential.id", credential.id());
    }

    private static void end(@Nullable Span step, Tokens before, @Nullable Tokens after) {
        if (step == null) {
            return;
        }
        if (after != null && after.ended() != null) {
            step.fail("login_ended");
        } else if (before.equals(after)) {
            step.fail("login_not_renewed");
        }
        step.end();
    }

    @Override
    public void refused(Credential credential, AccessToken token) {
        holder(credential.id()).refused(token.text());
    }

    /// Keeps what a login brought, whatever there was before; false when the credential is gone.
    boolean keep(String credentialId, Tokens tokens) {
        var declared = credential(credentialId);
        var seed = declared == null ? null : TokenSeed.fingerprint(declared);
        var text = tokens.after(seed).text();
        for (int i = 0; i < ATTEMPTS; i++) {
            long version = store.find(credentialId).map(LoginToken::version).orElse(0L);
            if (store.save(credentialId, text, version).isPresent()) {
                holder(credentialId).cleared();
                return true;
            }
        }
        return false;
    }

    /// The serving credential of an id; null when there is none, or it is switched off.
    @Nullable Credential credential(String id) {
        return credentials(snapshots.current().orElse(null)).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /// Begins a renewal in the background when one is due.
    void tend(Credential credential) {
        var holder = holder(credential.id());
        var tokens = look(holder, credential).tokens();
        var due = tokens == null ? null : due(holder, tokens);
        if (tokens != null && due != null && !clock.instant().isBefore(due)) {
            holder.begin(() -> renew(holder, credential, tokens));
        }
    }

    /// Stores what could not be stored before.
    void saveAgain() {
        held.values().forEach(HeldTokens::saveAgain);
    }

    /// Forgets what it holds in memory of credentials that are gone or switched off, but for what
    /// is nowhere else.
    void retain(Collection<String> ids) {
        held.values().removeIf(holder -> !ids.contains(holder.id()) && !holder.isNeeded());
    }

    /// Waits a while for renewals under way, and stores what is not stored yet: the vendor takes
    /// what tokens were made of only once.
    @Override
    public void close() {
        var last = System.nanoTime() + FAREWELL.toNanos();
        for (var holder : held.values()) {
            var renewal = holder.renewal();
            if (renewal != null) {
                await(renewal, last - System.nanoTime());
            }
            holder.saveAgain();
            if (holder.isUnsaved()) {
                LOG.error("credential {}: its tokens are lost: sign in again", holder.id());
            }
        }
    }

    private static void await(CountDownLatch over, long nanos) {
        try {
            over.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// How a credential does.
    LoginStatus status(Credential credential) {
        var holder = holder(credential.id());
        var tokens = look(holder, credential).tokens();
        if (tokens == null) {
            return LoginStatus.none(credential.id());
        }
        var authenticator = tokens.authenticator();
        return new LoginStatus(
                credential.id(),
                authenticator == null ? null : authenticator.word(),
                state(holder, tokens),
                tokens.email(),
                new LoginStatus.Times(tokens.obtainedAt(), tokens.expiresAt(), due(holder, tokens)),
                problem(holder, tokens));
    }

    private static @Nullable String problem(HeldTokens holder, Tokens tokens) {
        var trouble = holder.trouble();
        if (tokens.ended() != null) {
            return tokens.ended();
        }
        if (trouble != null) {
            return trouble.why();
        }
        return holder.isUnsaved() ? "the tokens are in memory only: the store fails" : null;
    }

    private LoginStatus.State state(HeldTokens holder, Tokens tokens) {
        if (tokens.ended() != null) {
            return LoginStatus.State.ENDED;
        }
        return holder.trouble() != null ? LoginStatus.State.ERROR : LoginStatus.State.OK;
    }

    private static @Nullable Instant due(HeldTokens holder, Tokens tokens) {
        var authenticator = tokens.authenticator();
        var lead = authenticator == null ? null : Vendor.of(authenticator).lead();
        var due = tokens.dueAt(lead);
        var later = holder.laterFrom();
        return due == null || later == null || later.isBefore(due) ? due : later;
    }

    /// Runs once at a time for a credential.
    ///
    /// @param seen the tokens that are to be renewed
    private void renew(HeldTokens holder, Credential credential, Tokens seen) {
        var look = look(holder, credential);
        var tokens = look.tokens();
        if (tokens == null || !tokens.equals(seen)) {
            return;
        }
        var name = tokens.authenticator();
        var refresh = tokens.refresh();
        if (name == null || refresh == null) {
            return;
        }
        switch (renewing.authenticators().find(name)) {
            case Authenticators.Found.Off(var why) -> holder.failed(why, clock.instant());
            case Authenticators.Found.Incomplete(var why) -> holder.failed(why, clock.instant());
            case Authenticators.Found.Ready(var flow) ->
                    renewed(holder, look, tokens, renewing.calls().renew(flow, refresh));
        }
    }

    private void renewed(HeldTokens holder, HeldTokens.Look look, Tokens tokens, Granted granted) {
        var name = String.valueOf(look.credential().id());
        var authenticator = tokens.authenticator() == null ? "" : tokens.authenticator().word();
        switch (granted) {
            case Granted.Tokens fresh -> {
                var next = tokens.renewed(fresh, clock.instant());
                if (holder.keep(look, next)) {
                    LOG.info(
                            "credential {}: tokens renewed, good until {}", name, next.expiresAt());
                } else {
                    LOG.info("credential {}: others were stored meanwhile", name);
                }
                renewing.counts().ended(authenticator, "renewed");
            }
            case Granted.Ended(var code) -> {
                LOG.warn("credential {}: its login has ended ({}): sign in again", name, code);
                holder.keep(look, tokens.ended(code));
                renewing.counts().ended(authenticator, "ended");
            }
            case Granted.Failed(var why) -> {
                holder.failed(why, clock.instant());
                renewing.counts().ended(authenticator, "failed");
            }
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<AccessToken> usable(HeldTokens holder, @Nullable Tokens tokens) {
        return tokens == null || tokens.isOver(clock.instant()) || holder.isRefused(tokens)
                ? Optional.empty()
                : shown(tokens);
    }

    private static Optional<AccessToken> shown(Tokens tokens) {
        return Optional.of(new AccessToken(tokens.access(), tokens.account()));
    }

    private HeldTokens holder(String id) {
        var known = held.get(id);
        return known != null ? known : held.computeIfAbsent(id, _ -> new HeldTokens(id, store));
    }

    private HeldTokens.Look look(HeldTokens holder, Credential credential) {
        return holder.look(credential, providerType(credential));
    }

    private @Nullable String providerType(Credential credential) {
        var own = credential.providerType();
        var provider = credential.providerId();
        return own != null || provider == null
                ? own
                : snapshots
                        .current()
                        .map(serving -> serving.provider(provider))
                        .map(Provider::providerType)
                        .orElse(null);
    }

    private static Collection<Credential> credentials(@Nullable Snapshot serving) {
        return serving == null ? List.of() : serving.loginCredentials();
    }
}
