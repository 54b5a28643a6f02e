package io.agw.server.admin.access;

import io.agw.server.admin.access.Passwords.Try;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Caller;
import io.agw.server.oidc.Issuers;
import io.agw.server.turn.Received;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Finds out who calls. Thread-safe.
///
/// Accepts `Authorization: Basic`, and `Authorization: Bearer` with the token of a login, one of
/// the settings, or one that an issuer has signed. What it says of a wrong one is the same whatever
/// was wrong.
public final class Gatekeeper {
    private static final Duration CROWD_PAUSE = Duration.ofSeconds(5);

    private final Passwords passwords;
    private final Tokens tokens;
    private final Sessions sessions;
    private final Issued issued;
    private final InstantSource clock;
    private final Guesses addresses;
    private final Guesses accounts;
    private final Guesses strangers;

    /// @param accounts who may call
    /// @param nanoTime a clock that only goes forward
    /// @param issuers whose tokens may give roles
    public Gatekeeper(
            Accounts accounts,
            Issuers issuers,
            InstantSource clock,
            LongSupplier nanoTime,
            SecureRandom random) {
        this.clock = clock;
        this.issued = new Issued(issuers, accounts.issued());
        this.passwords = new Passwords(accounts.users(), random);
        this.tokens = new Tokens(accounts.tokens());
        this.sessions = new Sessions(clock, random);
        this.addresses = new Guesses(nanoTime);
        this.accounts = new Guesses(nanoTime);
        this.strangers = new Guesses(nanoTime);
    }

    /// The caller of a request.
    ///
    /// @throws AdminError when it shows credentials that are not right, or must wait
    public Caller caller(Received received) {
        var header = received.header("authorization");
        if (header == null) {
            return Caller.NOBODY;
        }
        var bearer = after(header, "bearer ");
        if (bearer.isPresent()) {
            return byToken(bearer.get(), received.remoteAddress());
        }
        var basic =
                after(header, "basic ")
                        .flatMap(Gatekeeper::decoded)
                        .orElseThrow(Gatekeeper::unauthorized);
        int colon = basic.indexOf(':');
        if (colon < 0) {
            throw unauthorized();
        }
        var account =
                signIn(
                        new Try(
                                basic.substring(0, colon),
                                basic.substring(colon + 1),
                                received.remoteAddress()));
        return new Caller(account.name(), account.role(), null, null);
    }

    /// What a login answers.
    ///
    /// @param token shown once
    record Login(String token, Caller caller) {}

    /// Opens a session.
    ///
    /// @throws AdminError when name and password are not right, or must wait
    Login login(String name, String password, String address) {
        var account = signIn(new Try(name, password, address));
        var opened = sessions.open(account);
        return new Login(
                opened.token(),
                new Caller(account.name(), account.role(), null, opened.expiresAt()));
    }

    /// Ends the session that a caller came with, if it did.
    void logout(Caller caller) {
        if (caller.token() != null) {
            sessions.close(caller.token());
        }
    }

    /// What to answer to a call without the credentials it needs.
    public static AdminError unauthorized() {
        return AdminError.of(
                401,
                "unauthorized",
                "credentials are missing or wrong (expected: Basic, or a Bearer token)");
    }

    /// A token of a login is not slowed: it is 256 bits of our own, and one that has ended comes
    /// from who waits no longer than to the next login. Nor is one of the settings where it was
    /// right before.
    private Caller byToken(String text, String address) {
        if (Sessions.isOne(text)) {
            return sessions.caller(text).orElseThrow(Gatekeeper::unauthorized);
        }
        if (issued.mayKnow(text)) {
            return signed(text, address);
        }
        var token = tokens.find(text);
        if (token.filter(found -> tokens.isSeen(found, address)).isEmpty()) {
            lookedAt(token, address);
        }
        return token.filter(this::isGood)
                .map(found -> new Caller(found.name(), found.role(), null, found.expiresAt()))
                .orElseThrow(Gatekeeper::unauthorized);
    }

    /// One at a time, so that a burst of guesses is worth no more than one after another. A token
    /// that has ended is no guess, and no sign of who may come in either.
    private synchronized void lookedAt(Optional<AdminToken> token, String address) {
        refuseWhoMustWait(addresses.waitOf(address));
        if (token.isEmpty()) {
            addresses.failed(address);
        }
        token.filter(this::isGood)
                .ifPresent(found -> {
                    addresses.succeeded(address);
                    tokens.see(found, address);
                });
    }

    /// A token that was right before is not slowed, as its address has failed at nothing.
    private Caller signed(String text, String address) {
        refuseWhoMustWait(addresses.waitOf(address));
        var caller = issued.caller(text);
        if (caller.isEmpty()) {
            addresses.failed(address);
            throw unauthorized();
        }
        return caller.get();
    }

    private boolean isGood(AdminToken token) {
        return !token.hasEnded(clock.instant());
    }

    /// What was right before is not asked again. The rest waits for one of few turns, and is looked
    /// at once more in it: many guesses at a time come no further than one after another.
    private Account signIn(Try tried) {
        return passwords.known(tried).orElseGet(() -> queued(tried));
    }

    private Account queued(Try tried) {
        refuseWhoMustWait(tried.name(), tried.address());
        return passwords
                .inTurn(() -> passwords.known(tried).orElseGet(() -> checked(tried)))
                .orElseThrow(() ->
                        AdminError.tooMany(
                                "too many logins at once (expected: a pause)", CROWD_PAUSE));
    }

    private Account checked(Try tried) {
        refuseWhoMustWait(tried.name(), tried.address());
        var account = passwords.check(tried);
        if (account.isEmpty()) {
            addresses.failed(tried.address());
            names(tried.name()).failed(tried.name());
            throw unauthorized();
        }
        addresses.succeeded(tried.address());
        accounts.succeeded(tried.name());
        return account.get();
    }

    private void refuseWhoMustWait(String name, String address) {
        var byAddress = addresses.waitOf(address);
        var byName = names(name).waitOf(name);
        refuseWhoMustWait(byAddress.compareTo(byName) > 0 ? byAddress : byName);
    }

    private static void refuseWhoMustWait(Duration wait) {
        if (wait.isPositive()) {
            throw AdminError.tooMany("too many failed logins (expected: a pause)", wait);
        }
    }

    /// Names that nobody has are slowed like accounts, so as not to tell them apart, but are
    /// counted elsewhere, so that inventing many of them makes no account's failures forgotten.
    private Guesses names(String name) {
        return passwords.isAccount(name) ? accounts : strangers;
    }

    private static Optional<String> after(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(header.substring(scheme.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
