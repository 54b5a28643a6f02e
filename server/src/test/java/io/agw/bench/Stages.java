package io.agw.bench;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.Shapes;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.CandidateCompiler.Candidate;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import io.agw.server.access.Permits;
import io.agw.server.snapshot.Compiled;
import io.agw.server.snapshot.SnapshotCompiler;
import io.agw.server.snapshot.Snapshots;
import io.agw.store.Store;
import io.agw.store.secret.VirtualKeyText;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The stages of the control plane in this process, on a real database: what they cost in a gateway
/// that has just started (the first round) and in one that runs (the others).
final class Stages {
    private static final Owner OWNER = new Owner("default");

    private final Path folder;
    private final GeneratedBundle bundle;
    private final BundleLoader loader = new BundleLoader();
    private final List<Cost> validate = new ArrayList<>();
    private final List<Cost> apply = new ArrayList<>();
    private final List<Cost> unchanged = new ArrayList<>();

    Stages(Path folder, GeneratedBundle bundle) {
        this.folder = folder;
        this.bundle = bundle;
    }

    void run(int rounds) throws IOException {
        var files = bundle.files();
        for (int round = 0; round < rounds; round++) {
            round(files, Files.createDirectory(folder.resolve("store-" + round)));
        }
        print("validate", validate);
        print("first apply, into an empty SQLite store", apply);
        print("plan without a change", unchanged);
    }

    private void round(List<SourceFile> files, Path directory) throws IOException {
        var settings = StoreSettings.in(directory);
        try (var store = SqliteStore.open(settings, Clock.systemUTC())) {
            var applier = applier(store, OWNER, Clock.systemUTC());
            var loaded = timed(validate, () -> loader.load(files, variables()));
            if (!(loaded instanceof Loaded.Valid(var read, _))) {
                throw new IOException("the generated bundle is not valid: " + loaded.problems());
            }
            var request =
                    new ApplyRequest(
                            OWNER,
                            Requester.source(OWNER.name()),
                            new Purpose("poll", "bundle.apply", OWNER.name(), ""),
                            Target.of("r1", read.objects()),
                            applier.options());
            var result = timed(apply, () -> applier.apply(request));
            if (!(result instanceof ApplyResult.Applied)) {
                throw new IOException("not applied: " + result);
            }
            var plan = timed(unchanged, () -> applier.plan(request));
            if (plan.hasChanges() || plan.changes().size() != bundle.objects()) {
                throw new IOException("changes where there are none: " + plan.counts());
            }
        }
    }

    private static Variables variables() {
        return Variables.of(Map.of(GeneratedBundle.VARIABLE, "sk-generated"));
    }

    /// An applier that compiles and publishes, for nobody.
    static Applier applier(Store store, Owner owner, InstantSource clock) {
        var random = new SecureRandom();
        var compiler =
                new SnapshotCompiler(
                        store.virtualKeys(),
                        List.of(),
                        true,
                        PriceCatalogue.shipped(),
                        new SnapshotCompiler.Trust(Set.of(), new Permits(store.access(), clock)));
        var snapshots = new Snapshots();
        return new Applier(
                store,
                (version, objects) ->
                        switch (compiler.compile(version, objects.values())) {
                            case Compiled.Done(var snapshot) ->
                                    new Candidate.Ready(() -> snapshots.publish(snapshot));
                            case Compiled.Faulty(var problems) -> new Candidate.Rejected(problems);
                        },
                () -> VirtualKeyText.generate(random),
                Set.of(owner),
                new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", "bench")),
                clock);
    }

    private static <T> T timed(List<Cost> into, Supplier<T> work) {
        double cpu = ProcessTree.self().cpuSeconds();
        long begin = System.nanoTime();
        var result = work.get();
        long nanos = System.nanoTime() - begin;
        into.add(new Cost(nanos / 1e6, (ProcessTree.self().cpuSeconds() - cpu) * 1e3));
        return result;
    }

    private static void print(String stage, List<Cost> costs) {
        print(stage + ", cold", costs.subList(0, 1).stream());
        if (costs.size() > 1) {
            print(stage + ", warm", costs.stream().skip(1));
        }
    }

    private static void print(String stage, Stream<Cost> costs) {
        var list = costs.toList();
        System.out.println(
                ""
                        + Figures.of(stage, "ms", list.stream().map(Cost::millis).toList())
                        + Figures.of("; cpu", "ms", list.stream().map(Cost::cpuMillis).toList()));
    }

    /// @param millis on the clock
    /// @param cpuMillis of all threads of the process, compiler and collector included
    private record Cost(double millis, double cpuMillis) {}
}
