package io.agw.store;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.changes;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store does with the tokens of logins.
@Timeout(60)
public abstract class LoginTokensContract extends OpenStore {
    private static final Secret FIRST = new Secret("first tokens");
    private static final Secret SECOND = new Secret("second tokens");

    @Test
    void tokensOfACredentialAreFoundAgain() {
        declare("c");

        var saved = save("c", FIRST, 0);

        assertThat(saved.content()).isEqualTo(FIRST);
        assertThat(store.loginTokens().find("c")).contains(saved);
        assertThat(store.loginTokens().find("other")).isEmpty();
    }

    @Test
    void aWriterThatIsBehindWritesNothing() {
        declare("c");
        var first = save("c", FIRST, 0);
        var second = save("c", SECOND, first.version());

        assertThat(store.loginTokens().save("c", FIRST, first.version())).isEmpty();
        assertThat(store.loginTokens().save("c", FIRST, 0)).isEmpty();
        assertThat(store.loginTokens().find("c")).contains(second);
    }

    @Test
    void ofManyWritersOfOneVersionOneWrites() throws Exception {
        declare("c");
        var base = save("c", FIRST, 0);
        var writers = new ArrayList<Callable<Optional<LoginToken>>>();
        for (int i = 0; i < 20; i++) {
            var content = new Secret("tokens " + i);
            writers.add(() -> store.loginTokens().save("c", content, base.version()));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = new ArrayList<LoginToken>();
            for (var writer : threads.invokeAll(writers)) {
                writer.get().ifPresent(written::add);
            }
            assertThat(written).hasSize(1);
            assertThat(store.loginTokens().find("c")).contains(written.getFirst());
        }
    }

    @Test
    void nobodyStoresTokensOfACredentialThatIsNotThere() {
        assertThat(store.loginTokens().save("c", FIRST, 0)).isEmpty();
        assertThat(store.loginTokens().find("c")).isEmpty();
    }

    @Test
    void tokensOutliveWritesOfTheirCredential() {
        declare("c");
        var saved = save("c", FIRST, 0);

        done(changes(put("c", "label", version())));
        done(changes(Samples.put(Samples.object("p", "1"), PROD, 0)));

        assertThat(store.loginTokens().find("c")).contains(saved);
    }

    @Test
    void tokensEndWithTheirCredential() {
        declare("c");
        var saved = save("c", FIRST, 0);
        done(changes(new Changeset.Remove(key("c"), version())));

        assertThat(store.loginTokens().find("c")).isEmpty();
        assertThat(store.loginTokens().save("c", SECOND, saved.version())).isEmpty();
        declare("c");
        assertThat(store.loginTokens().find("c")).isEmpty();
        assertThat(store.loginTokens().save("c", SECOND, saved.version())).isEmpty();
        assertThat(save("c", SECOND, 0).version()).isNotEqualTo(saved.version());
    }

    @Test
    void tokensArePrintedByNobody() {
        declare("c");

        assertThat(save("c", FIRST, 0).toString()).doesNotContain(FIRST.reveal());
    }

    private LoginToken save(String id, Secret content, long expected) {
        return store.loginTokens().save(id, content, expected).orElseThrow();
    }

    private void declare(String id) {
        done(changes(put(id, "", 0)));
    }

    private long version() {
        return store.config().state().find(key("c")).orElseThrow().resourceVersion();
    }

    private static Changeset.Put put(String id, String label, long expected) {
        return Samples.put(Samples.credential(id, label), PROD, expected);
    }

    private static ObjectKey key(String id) {
        return new ObjectKey(Kind.CREDENTIAL, id);
    }
}
