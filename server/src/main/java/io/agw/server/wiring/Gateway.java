package io.agw.server.wiring;

import io.agw.bundle.BundleLimits;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.reference.SourceVariables;
import io.agw.bundle.schema.BundleSchema;
import io.agw.bundle.shape.Shapes;
import io.agw.reconciler.Reconciler;
import io.agw.reconciler.StaticConfiguration;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.loop.Clockwork;
import io.agw.reconciler.loop.Services;
import io.agw.reconciler.loop.SystemAlarms;
import io.agw.reconciler.source.git.GitSources;
import io.agw.reconciler.webhook.HookSecrets;
import io.agw.reconciler.webhook.HookVerifier;
import io.agw.server.admin.AdminApi;
import io.agw.server.admin.AdminPlane;
import io.agw.server.admin.access.Accounts;
import io.agw.server.admin.access.Gatekeeper;
import io.agw.server.admin.access.Pages;
import io.agw.server.admin.logins.LoginCredentials;
import io.agw.server.admin.logins.LoginEndpoints;
import io.agw.server.admin.views.ViewEndpoints;
import io.agw.server.listen.Drain;
import io.agw.server.listen.HttpListener;
import io.agw.server.login.Logins;
import io.agw.server.settings.AgwdSettings;
import io.agw.server.snapshot.SnapshotCompiler;
import io.agw.store.Store;
import io.agw.store.secret.VirtualKeyText;
import io.agw.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole gateway in this process. Owns everything that it constructs.
///
/// The order of a start: what is stored is checked and serves first, then the listeners open, and
/// only then is any source asked, so that a gateway whose git server is away serves what it served
/// before.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final AgwdSettings settings;
    private final Store store;
    private final Instruments instruments;
    private final DataPlane plane;
    private final BundleLoader loader = new BundleLoader();
    private final Applier applier;
    private final SystemAlarms alarms;
    private final Logins logins;

    /// Platform threads: reading, planning and compiling a large bundle takes long without a pause,
    /// for which a virtual thread would take one of the few carriers from the traffic.
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().name("reconcile-", 0).factory());

    private final Reconciler reconciler;
    private final HttpListener data;
    private final HttpListener admin;
    private final Drain drain;

    /// Opens the store and constructs the rest; nothing is listened on yet.
    ///
    /// @param accounts who may sign in at the admin listener
    /// @param version of the program
    /// @throws io.agw.store.StoreException when the store cannot be used
    public Gateway(AgwdSettings settings, Accounts accounts, InstantSource clock, String version) {
        this.settings = settings;
        this.store = SqliteStore.open(settings.store(), clock);
        var random = new SecureRandom();
        RandomGenerator quick = () -> ThreadLocalRandom.current().nextLong();
        this.instruments = new Instruments(settings, store.telemetry(), clock, quick, version);
        this.plane = DataPlane.of(settings, instruments, store, clock);
        var plans = new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", version));
        var owners = owners(settings);
        this.applier =
                new Applier(
                        store,
                        publisher(),
                        () -> VirtualKeyText.generate(random),
                        owners,
                        plans,
                        clock);
        this.alarms = new SystemAlarms(clock);
        this.reconciler = reconciler(clock, quick);
        var gatekeeper = new Gatekeeper(accounts, plane.issuers(), clock, System::nanoTime, random);
        this.logins = logins(clock);
        var api =
                new AdminApi(
                        store,
                        applier,
                        reconciler,
                        owners,
                        gatekeeper,
                        views(),
                        plane.types(),
                        plane.breakers(),
                        plane.coolDowns(),
                        plane.limits(),
                        plane.caches(),
                        plane.survey(),
                        new LoginEndpoints.Parts(logins, plane.logins().refresher()),
                        instruments::usage,
                        this::isDraining,
                        clock,
                        version);
        this.data =
                new HttpListener(
                        settings.data(),
                        this::isReady,
                        new DataEntry(
                                hooks(settings, clock),
                                reconciler,
                                instruments.loops(),
                                plane.front()));
        this.admin =
                new HttpListener(
                        settings.admin(),
                        this::isReady,
                        new AdminPlane(
                                api.endpoints(), gatekeeper, new Pages(settings.access().hosts())));
        this.drain = new Drain(List.of(data, admin), settings.drain());
        instruments.watch(Map.of("data", data, "admin", admin), plane.snapshots(), plane.budgets());
        instruments.watch(plane.survey());
        instruments.watch(plane.pauses());
    }

    /// Serves what is stored, applies the static configuration, opens the listeners, and begins to
    /// reconcile.
    ///
    /// @throws StartFailure when the static configuration is not valid
    /// @throws io.agw.server.listen.ListenFailure when an address cannot be used
    public void start() {
        instruments.start();
        instruments.recover(store.ledger());
        plane.start(settings.limits().watchProviders());
        for (var problem : applier.restore()) {
            LOG.error("stored configuration cannot be served: {}", problem);
        }
        settings.staticConfig().ifPresent(this::applyStatic);
        data.start();
        admin.start();
        reconciler.start();
    }

    public int dataPort() {
        return data.port();
    }

    public int adminPort() {
        return admin.port();
    }

    /// Whether requests are served with a configuration: what was stored, or the first that any
    /// source brought. A gateway without sources waits for none.
    public boolean isReady() {
        return plane.snapshots().current().isPresent()
                && (store.config().state().version() > 0 || reconciler.sources().isEmpty());
    }

    /// Lets every turn finish within its time, then ends.
    public void drain() {
        drain.run();
        close();
    }

    /// Ends a {@link #drain} under way at once.
    public void hurry() {
        drain.hurry();
    }

    @Override
    public void close() {
        reconciler.close();
        alarms.close();
        workers.close();
        data.close();
        admin.close();
        logins.close();
        instruments.close(); // only once rows are written does the ledger hear of their turns' ends
        plane.close();
        store.close();
    }

    private boolean isDraining() {
        return admin.isDraining();
    }

    private SnapshotPublisher publisher() {
        return new SnapshotPublisher(
                new SnapshotCompiler(
                        store.virtualKeys(),
                        List.of(plane.types()::check),
                        settings.dataIsLocal(),
                        PriceCatalogue.shipped(),
                        new SnapshotCompiler.Trust(plane.issuers().ids(), plane.permits())),
                plane.snapshots(),
                plane.caches());
    }

    private Logins logins(InstantSource clock) {
        return new Logins(
                plane.snapshots(),
                plane.logins().renewing(),
                new Logins.Keeping(
                        plane.logins().custody(), new LoginCredentials(applier), store.audit()),
                clock);
    }

    private Reconciler reconciler(InstantSource clock, RandomGenerator random) {
        // What each source may hold is its own setting and looked at before.
        var largest = new BundleLoader(BundleLimits.largest());
        var git =
                new GitSources(
                        settings.dataDirectory().resolve("git"),
                        instruments.git(),
                        clock,
                        System::nanoTime);
        return new Reconciler(
                new SourceParts(settings, git, clock).all(),
                new Services(
                        store,
                        applier,
                        largest,
                        instruments.loops(),
                        new Clockwork(clock, alarms, workers, random)));
    }

    private void applyStatic(Path file) {
        var outcome =
                new StaticConfiguration(applier, loader)
                        .apply(
                                StaticFiles.read(file),
                                new SourceVariables(
                                        new SourceVariables.Grants(List.of("*"), Map.of()),
                                        settings.environment(),
                                        ReferredFiles.of(settings)::referred));
        switch (outcome) {
            case StaticConfiguration.Outcome.Applied(var warnings) ->
                    warnings.forEach(warning -> LOG.warn("{}", warning));
            case StaticConfiguration.Outcome.Refused(var problems) ->
                    throw new StartFailure(
                            problems.stream()
                                    .map(Problem::toString)
                                    .collect(
                                            Collectors.joining(
                                                    "\n",
                                                    "static configuration is not valid:\n",
                                                    "")));
            case StaticConfiguration.Outcome.Failed(var message) -> throw new StartFailure(message);
        }
    }

    private ViewEndpoints.Sources views() {
        var schema = new BundleSchema(Shapes.KINDS);
        return new ViewEndpoints.Sources(
                instruments::text, kind -> text(schema, kind), settings.access().metricsOpen());
    }

    private static String text(BundleSchema schema, String kind) {
        return BundleSchema.text(Kind.ofWord(kind).map(schema::object).orElseGet(schema::bundle));
    }

    private static HookVerifier hooks(AgwdSettings settings, InstantSource clock) {
        var secrets = new HashMap<String, Supplier<List<Secret>>>();
        for (var source : settings.sources()) {
            var files = source.policy().hookSecrets();
            if (!files.isEmpty()) {
                secrets.put(source.place().id(), new HookSecrets(files));
            }
        }
        return new HookVerifier(secrets, clock);
    }

    private static Set<Owner> owners(AgwdSettings settings) {
        var owners = new HashSet<Owner>();
        settings.sources().forEach(source -> owners.add(new Owner(source.place().id())));
        settings.staticConfig().ifPresent(_ -> owners.add(Owner.STATIC));
        return owners;
    }
}
