package io.agw.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import io.agw.played.OAuthServer;
import io.agw.server.provider.AccessToken;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Changeset;
import io.agw.store.Store;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The tokens of one credential, `c`, and an identity provider on a real socket that made them.
abstract class CustodyHarness {
    static final Duration HOUR = Duration.ofHours(1);

    private final LocalClient local = new LocalClient();
    final Snapshots snapshots = new Snapshots();
    final Map<String, Integer> counted = new ConcurrentHashMap<>();
    volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");
    Store store;
    OAuthServer vendor;
    TokenCustody custody;
    Refresher refresher;

    @BeforeEach
    void start() throws Exception {
        vendor = new OAuthServer();
        store = open();
        custody = custody();
        refresher = new Refresher(snapshots, custody);
        declare("codex", "");
    }

    @AfterEach
    void stop() {
        local.close();
        vendor.close();
        store.close();
    }

    /// The store of a test.
    Store open() {
        return new MemoryStore(() -> now);
    }

    final TokenCustody custody() {
        return new TokenCustody(
                snapshots,
                store.loginTokens(),
                new TokenCustody.Renewing(
                        new Authenticators(snapshots),
                        new OAuthCalls(local.client()),
                        (name, outcome) -> counted.merge(name + " " + outcome, 1, Integer::sum)),
                () -> now);
    }

    final void logIn(Duration valid) {
        logIn(CliAuthName.CODEX, valid);
    }

    final void logIn(CliAuthName name, Duration valid) {
        logIn(name, valid, new Secret(vendor.freshRefreshToken()));
    }

    /// Signs in for an hour.
    final void logIn(Secret refresh) {
        logIn(CliAuthName.CODEX, HOUR, refresh);
    }

    private void logIn(CliAuthName name, Duration valid, Secret refresh) {
        var granted =
                new Granted.Tokens(
                        new Secret("first access token"),
                        refresh,
                        valid,
                        "ann@example.com",
                        "account-1");
        assertThat(custody.keep("c", Tokens.of(name, granted, now))).isTrue();
    }

    final Optional<AccessToken> current() {
        return custody.current(credential(), null);
    }

    final Tokens tokens() {
        return Tokens.read(store.loginTokens().find("c").orElseThrow().content());
    }

    final LoginStatus status() {
        return refresher.statuses().getFirst();
    }

    final Credential credential() {
        return snapshots.current().orElseThrow().loginCredentials().getFirst();
    }

    /// Serves a credential, and has it stored, with an authenticator against the vendor.
    ///
    /// @param more further members of the credential
    final void declare(String authenticator, String more) {
        snapshots.publish(
                TestSnapshots.of(
                        objects(more)
                                + vendor.authenticator(
                                        authenticator, ", network: {max_retries: 0}")));
        if (store.config().state().objects().isEmpty()) {
            var object = new ObjectCodec().canonical(credential());
            var stored =
                    new CanonicalObject(object.key(), object.tree(), Collections.emptySortedMap());
            store.config()
                    .commit(
                            new Changeset(
                                    List.of(
                                            new Changeset.Put(
                                                    stored,
                                                    Owner.ADMIN,
                                                    new Origin("", 0, ""),
                                                    0,
                                                    null,
                                                    true)),
                                    null,
                                    List.of(),
                                    List.of()));
        }
    }

    static String objects(String more) {
        return """
        providers:
        - {id: p, provider_type: codex}
        credentials:
        - {id: c, type: cliauth_token, provider_id: p%s}
        """
                .formatted(more.isEmpty() ? "" : ", " + more);
    }

    static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
