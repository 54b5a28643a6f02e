package io.agw.server.upstream;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.reference.Variables;
import io.agw.server.access.Permits;
import io.agw.server.snapshot.Compiled;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.SnapshotCompiler;
import io.agw.store.memory.MemoryStore;
import io.agw.store.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Snapshots made from bundle text, as the gateway makes them.
public final class TestSnapshots {
    private static final AtomicLong VERSIONS = new AtomicLong();

    private TestSnapshots() {}

    /// @param sections the bundle without its envelope
    public static Snapshot of(String sections) {
        return switch (compile(sections, true)) {
            case Compiled.Done(var snapshot) -> snapshot;
            case Compiled.Faulty(var problems) ->
                    throw new IllegalArgumentException(problems.toString());
        };
    }

    /// What becomes of a bundle that is valid in itself.
    ///
    /// @param openRoutes whether routes may ask for no key
    public static Compiled compile(String sections, boolean openRoutes) {
        var text = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n" + sections;
        var file = new SourceFile("test.yaml", text.getBytes(StandardCharsets.UTF_8));
        return switch (new BundleLoader().load(List.of(file), Variables.none())) {
            case Loaded.Valid(var bundle, _) ->
                    compile(
                            bundle.objects().values().stream().map(Declared::object).toList(),
                            openRoutes);
            case Loaded.Invalid(_, var problems) ->
                    throw new IllegalArgumentException(problems.toString());
        };
    }

    private static Compiled compile(List<BundleObject> objects, boolean openRoutes) {
        var clock = InstantSource.system();
        var permits = new Permits(new MemoryStore(clock).access(), clock);
        return new SnapshotCompiler(
                        MasterKey.generate(new SecureRandom()).virtualKeys(),
                        List.of(),
                        openRoutes,
                        PriceCatalogue.shipped(),
                        new SnapshotCompiler.Trust(Set.of("corp"), permits))
                .compile(VERSIONS.incrementAndGet(), objects);
    }
}
