package io.agw.store;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.changes;
import static io.agw.store.Samples.forced;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.held;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.origin;
import static io.agw.store.Samples.provider;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

/// What every store does, whatever it keeps its rows in.
@Timeout(60)
public abstract class StoreContract extends OpenStore {
    @Test
    void newStoreIsEmptyAtVersionZero() {
        assertThat(store.config().state())
                .isEqualTo(new ConfigState(0, Collections.emptySortedMap()));
    }

    @Test
    void commitWritesEverythingAtOnceAndRaisesTheVersionByOne() {
        var state =
                done(apply("r1", put(object("a", "1"), PROD, 0), put(object("b", "2"), PROD, 0)));

        assertThat(state.version()).isEqualTo(1);
        assertThat(state.objects().keySet()).containsExactly(provider("a"), provider("b"));
        var a = held(state, "a");
        assertThat(a.current()).isEqualTo(object("a", "1"));
        assertThat(a.owner()).isEqualTo(PROD);
        assertThat(a.origin()).hasToString("a.yaml:7 @ r1");
        assertThat(a.overridden()).isNull();
        assertThat(store.audit().list(0, 10)).hasSize(1);
        assertThat(store.outbox().after(0, 10)).hasSize(1);
        assertThat(store.revisions().list(PROD, 10)).hasSize(1);
    }

    @Test
    void everyWriteRaisesTheResourceVersion() {
        done(changes(put(object("a", "1"), PROD, 0)));
        long first = version("a");
        done(changes(put(object("a", "2"), PROD, first)));
        long second = version("a");
        done(changes(new Changeset.Remove(provider("a"), second)));
        done(changes(put(object("a", "1"), PROD, 0)));

        assertThat(second).isGreaterThan(first);
        assertThat(version("a")).isGreaterThan(second);
    }

    @Test
    void outdatedExpectationWritesNothingAtAll() {
        done(changes(put(object("a", "1"), PROD, 0)));
        var before = store.config().state();

        var stale =
                store.config()
                        .commit(
                                apply(
                                        "r2",
                                        put(object("new", "1"), PROD, 0),
                                        put(object("a", "2"), PROD, 99),
                                        new Changeset.Remove(provider("gone"), 3)));

        assertThat(stale).isEqualTo(new Commit.Stale(List.of(provider("a"), provider("gone"))));
        assertThat(store.config().state()).isEqualTo(before);
        assertThat(store.revisions().list(PROD, 10)).isEmpty();
        assertThat(store.audit().list(0, 10)).isEmpty();
        assertThat(store.outbox().after(0, 10)).isEmpty();
    }

    @Test
    void objectThatMustNotExistYetIsStaleWhenItDoes() {
        done(changes(put(object("a", "1"), PROD, 0)));

        assertThat(store.config().commit(changes(put(object("a", "2"), PROD, 0))))
                .isEqualTo(new Commit.Stale(List.of(provider("a"))));
    }

    @Test
    void keyWrittenTwiceIsRefused() {
        assertThatThrownBy(() ->
                        store.config()
                                .commit(
                                        changes(
                                                put(object("a", "1"), PROD, 0),
                                                put(object("a", "2"), PROD, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("provider/a: written twice");
        assertThat(store.config().state().version()).isZero();
    }

    @Test
    void changesetWithoutWritesLeavesTheVersionAlone() {
        done(changes(put(object("a", "1"), PROD, 0)));

        var state = done(apply("r2"));

        assertThat(state.version()).isEqualTo(1);
        assertThat(store.revisions().list(PROD, 10)).hasSize(1);
    }

    @Test
    void removedObjectIsGone() {
        done(changes(put(object("a", "1"), PROD, 0), put(object("b", "1"), PROD, 0)));
        var state = done(changes(new Changeset.Remove(provider("a"), version("a"))));

        assertThat(state.objects()).containsOnlyKeys(provider("b"));
        assertThat(store.config().timestamps(provider("a"))).isEmpty();
    }

    @Test
    void timesAreOfTheFirstAndTheLastWriteToTheMillisecond() {
        done(changes(put(object("a", "1"), PROD, 0)));
        clock.advance(Duration.ofMinutes(5));
        done(changes(put(object("a", "2"), PROD, version("a"))));

        assertThat(store.config().timestamps(provider("a")))
                .contains(
                        new Timestamps(
                                Instant.parse("2026-11-21T08:00:00.123Z"),
                                Instant.parse("2026-11-21T08:05:00.123Z")));
    }

    @Test
    void adoptionOfIdenticalContentChangesOwnerAndNothingElse() {
        done(changes(put(object("a", "1", given(null, "s")), Owner.ADMIN, 0)));
        var before = held(store.config().state(), "a");
        clock.advance(Duration.ofMinutes(5));

        var state =
                done(
                        changes(
                                new Changeset.Put(
                                        object("a", "1", given(null, "s")),
                                        PROD,
                                        origin("b.yaml", "r9"),
                                        before.resourceVersion(),
                                        null,
                                        false)));

        var after = held(state, "a");
        assertThat(after.owner()).isEqualTo(PROD);
        assertThat(after.origin()).isEqualTo(origin("b.yaml", "r9"));
        assertThat(after.resourceVersion()).isEqualTo(before.resourceVersion());
        assertThat(after.current()).isEqualTo(before.current());
        assertThat(store.config().timestamps(provider("a")).orElseThrow().updatedAt())
                .isEqualTo(Instant.parse("2026-11-21T08:00:00.123Z"));
        assertThat(state.version()).isEqualTo(2);
    }

    @Test
    void adoptionThatClaimsIdenticalContentMustHaveIt() {
        done(changes(put(object("a", "1"), Owner.ADMIN, 0)));
        var adopt =
                new Changeset.Put(
                        object("a", "2"), PROD, origin("b.yaml", "r9"), version("a"), null, false);

        assertThatThrownBy(() -> store.config().commit(changes(adopt)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("content differs");
    }

    @Test
    void forcedWriteIsRememberedUntilTheNextOne() {
        done(changes(put(object("a", "1"), PROD, 0)));
        done(changes(forced(object("a", "2"), PROD, version("a"), "incident 7")));

        var overridden = held(store.config().state(), "a").overridden();
        assertThat(overridden)
                .isEqualTo(
                        new AppliedObject.Overridden(
                                "alice", "2026-11-21T08:00:00Z", "incident 7"));

        done(changes(put(object("a", "1"), PROD, version("a"))));
        assertThat(held(store.config().state(), "a").overridden()).isNull();
    }

    @Test
    void secretIsStoredByDigestAndRevealedOnRequest() {
        var state = done(changes(put(object("a", "1", given("${KEY}", "s3cret")), PROD, 0)));

        var applied = held(state, "a");
        assertThat(applied.current().secrets())
                .containsExactly(
                        Map.entry(
                                "/api_key",
                                new SecretValue.Stored(
                                        "${KEY}", store.config().digest(new Secret("s3cret")))));
        assertThat(store.config().reveal(applied.current()))
                .isEqualTo(object("a", "1", given("${KEY}", "s3cret")));
    }

    @Test
    void digestsAreEqualForEqualSecretsOnlyAndTellNothing() {
        var digest = store.config().digest(new Secret("s3cret"));

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(store.config().digest(new Secret("s3cret"))).isEqualTo(digest);
        assertThat(store.config().digest(new Secret("s3creT"))).isNotEqualTo(digest);
        try (var other = open(clock)) {
            assertThat(other.config().digest(new Secret("s3cret"))).isNotEqualTo(digest);
        }
    }

    @Test
    void unsetSecretKeepsTheStoredValueUnderItsNewReference() {
        done(changes(put(object("a", "1", given("${KEY}", "s3cret")), PROD, 0)));

        var state =
                done(
                        changes(
                                put(
                                        object("a", "2", new SecretValue.Unset("${OTHER}")),
                                        PROD,
                                        version("a"))));

        assertThat(store.config().reveal(held(state, "a").current()))
                .isEqualTo(object("a", "2", given("${OTHER}", "s3cret")));
    }

    @Test
    void unsetSecretWithoutAStoredValueIsRefused() {
        var fresh = put(object("a", "1", new SecretValue.Unset("${KEY}")), PROD, 0);

        assertThatThrownBy(() -> store.config().commit(changes(fresh)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("provider/a/api_key: no secret to keep (expected: a value is stored)");
        assertThat(store.config().state().version()).isZero();
    }

    @Test
    void storedSecretIsKeptByItsDigest() {
        done(changes(put(object("a", "1", given(null, "s3cret")), PROD, 0)));
        var stored = held(store.config().state(), "a").current().secrets();

        var state =
                done(
                        changes(
                                put(
                                        new CanonicalObject(
                                                provider("a"), object("a", "2").tree(), stored),
                                        PROD,
                                        version("a"))));

        assertThat(store.config().reveal(held(state, "a").current()))
                .isEqualTo(object("a", "2", given(null, "s3cret")));
    }

    @Test
    void committedTreeIsACopy() {
        var tree = JsonNodeFactory.instance.objectNode().put("id", "a");
        done(changes(put(new CanonicalObject(provider("a"), tree, Map.of()), PROD, 0)));

        tree.put("id", "changed");

        assertThat(held(store.config().state(), "a").current().tree())
                .hasToString("{\"id\":\"a\"}");
    }

    @Test
    void secretThatIsNoLongerStoredCannotBeRevealed() {
        var first = done(changes(put(object("a", "1", given(null, "old")), PROD, 0)));
        done(changes(put(object("a", "2", given(null, "new")), PROD, version("a"))));

        assertThatThrownBy(() -> store.config().reveal(held(first, "a").current()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("provider/a/api_key: no such secret is stored");
    }

    @Test
    void writersFromManyThreadsTakeTurnsAndNoWriteIsLost() throws Exception {
        done(changes(put(object("counter", "0"), PROD, 0)));
        var calls = new ArrayList<Callable<Integer>>();
        for (int thread = 0; thread < 8; thread++) {
            calls.add(this::increment);
        }

        int stale = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(calls)) {
                stale += result.get();
            }
        }

        var state = store.config().state();
        assertThat(held(state, "counter").current()).isEqualTo(object("counter", "80"));
        assertThat(state.version()).isEqualTo(81);
        assertThat(stale).isNotNegative();
    }

    private int increment() {
        int stale = 0;
        int done = 0;
        while (done < 10) {
            var current = held(store.config().state(), "counter");
            int value = Integer.parseInt(current.current().tree().get("base_url").stringValue());
            var commit =
                    store.config()
                            .commit(
                                    changes(
                                            put(
                                                    object("counter", "" + (value + 1)),
                                                    PROD,
                                                    current.resourceVersion())));
            switch (commit) {
                case Commit.Done _ -> done++;
                case Commit.Stale _ -> stale++;
            }
        }
        return stale;
    }

    @Test
    void virtualKeyIsFoundByItsTextAndByItsHash() {
        var key = new Secret("vk-0123");
        var hash = "sha256:" + Sha256.hex("vk-0123");

        assertThat(store.virtualKeys().ofHash(hash)).contains(store.virtualKeys().ofText(key));
        assertThat(store.virtualKeys().ofText(new Secret("vk-0124")))
                .isNotEqualTo(store.virtualKeys().ofText(key));
    }

    @Test
    void closingTwiceIsHarmless() {
        store.close();
        store.close();
    }
}
