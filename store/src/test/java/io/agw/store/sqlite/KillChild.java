package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.provider;
import static io.agw.store.Samples.put;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.SecretValue;
import io.agw.store.Changeset;
import io.agw.store.Commit;
import io.agw.store.Samples;
import io.agw.store.Store;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.stream.Stream;

/// The process that {@link KillTest} kills: applies, or rekeys, until it dies, and prints `<n> ok`
/// once the n-th apply is acknowledged.
final class KillChild {
    private static final int OBJECTS = 8;

    private KillChild() {}

    public static void main(String[] arguments) {
        var settings = StoreSettings.in(Path.of(arguments[1]));
        var out = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        if (arguments[0].equals("rekey")) {
            out.println("begun");
            while (true) {
                SqliteStore.rekey(settings, InstantSource.system());
            }
        }
        try (var store = SqliteStore.open(settings, InstantSource.system())) {
            for (long n = store.config().state().version() + 1; ; n++) {
                apply(store, n);
                out.println(n + " ok");
            }
        }
    }

    /// Writes the number into every object, in a field and in a secret.
    static void apply(Store store, long n) {
        var writes = new ArrayList<Changeset.Put>();
        for (int i = 0; i < OBJECTS; i++) {
            var id = "p" + i;
            long expected =
                    store.config()
                            .state()
                            .find(provider(id))
                            .map(held -> held.resourceVersion())
                            .orElse(0L);
            writes.add(put(object(id, "" + n, given("${K}", "" + n)), PROD, expected));
        }
        if (!(store.config().commit(Samples.apply("r" + n, writes)) instanceof Commit.Done)) {
            throw new IllegalStateException("nobody else writes, and yet the plan is stale");
        }
    }

    /// The numbers that an object carries.
    static Stream<String> numbers(CanonicalObject object) {
        var field = object.tree().path("base_url").stringValue("");
        return Stream.concat(
                Stream.of(field),
                object.secrets().values().stream()
                        .filter(SecretValue.Given.class::isInstance)
                        .map(SecretValue.Given.class::cast)
                        .map(given -> given.text().reveal()));
    }
}
