package io.agw.reconciler.world;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.Shapes;
import io.agw.reconciler.Reconciler;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Edit;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import io.agw.reconciler.loop.ConfiguredSource;
import io.agw.reconciler.loop.Desk;
import io.agw.reconciler.loop.Services;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.status.Identity;
import io.agw.store.Store;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A gateway without a data plane: sources, loops, applier, and a real store in a folder.
public final class World implements AutoCloseable {
    public static final Requester BOB = new Requester("bob", "127.0.0.1", "r-1");

    private static final BundleLoader LOADER = new BundleLoader();
    private static final PlanJson PLANS =
            new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", "test"));

    private final Path folder;
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T13:40:00Z"));
    private final List<ConfiguredSource> sources = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final AtomicInteger keys = new AtomicInteger();
    private UnaryOperator<Store> wrap = UnaryOperator.identity();
    private Serving serving = new Serving();
    private CountedMetrics metrics = new CountedMetrics();
    private @Nullable Store opened;
    private @Nullable Running running;

    public World(Path folder) {
        this.folder = folder;
    }

    public ManualTime time() {
        return time;
    }

    public Serving serving() {
        return serving;
    }

    public CountedMetrics metrics() {
        return metrics;
    }

    /// Variables that sources may refer to.
    public Map<String, String> variables() {
        return variables;
    }

    /// Looks at the store through something of a test's own.
    public void wrap(UnaryOperator<Store> with) {
        wrap = with;
    }

    public FakeSource source(String id, UnaryOperator<SourcePolicy> policy) {
        var source = new FakeSource(id);
        add(source, policy);
        return source;
    }

    public FakeSource source(String id) {
        return source(id, UnaryOperator.identity());
    }

    public void add(Source source, UnaryOperator<SourcePolicy> policy) {
        var description = new TreeMap<>(Map.of("type", "git", "url", "memory"));
        var identity = new Identity(source.owner().name(), description);
        sources.add(
                new ConfiguredSource(
                        source,
                        policy.apply(SourcePolicy.defaults()),
                        new Looked(variables),
                        identity));
    }

    /// Starts, and lets happen what is due at once.
    public World start() {
        var store = wrap.apply(SqliteStore.open(StoreSettings.in(folder), time));
        opened = store;
        var owners =
                Stream.concat(
                                sources.stream().map(ConfiguredSource::owner),
                                Stream.of(Owner.STATIC))
                        .collect(Collectors.toSet());
        var applier =
                new Applier(
                        store,
                        serving,
                        () -> new Secret("vk-generated-" + keys.incrementAndGet()),
                        owners,
                        PLANS,
                        time);
        assertNone(applier.restore());
        var services = new Services(store, applier, LOADER, metrics, time.clockwork());
        running = new Running(applier, new Reconciler(sources, services));
        running.reconciler().start();
        time.settle();
        return this;
    }

    private static void assertNone(List<?> problems) {
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    /// Ends and starts again with nothing but the store; the sources are the same.
    public void restart() {
        close();
        serving = new Serving();
        metrics = new CountedMetrics();
        start();
    }

    public Store store() {
        if (opened == null) {
            throw new AssertionError("not started");
        }
        return opened;
    }

    private Running running() {
        if (running == null) {
            throw new AssertionError("not started");
        }
        return running;
    }

    public Applier applier() {
        return running().applier();
    }

    public Reconciler reconciler() {
        return running().reconciler();
    }

    public Desk desk(String id) {
        return reconciler().source(id).orElseThrow();
    }

    public void advance(Duration by) {
        time.advance(by);
    }

    /// A little more than the interval of a source with default settings.
    public void poll() {
        time.advance(Duration.ofSeconds(67));
    }

    public JsonNode status(String id) {
        return desk(id).status().get("status");
    }

    /// The condition of that type, missing when there is none.
    public JsonNode condition(String id, String type) {
        for (var condition : status(id).get("conditions")) {
            if (condition.get("type").asString().equals(type)) {
                return condition;
            }
        }
        return status(id).path("conditions").path(type);
    }

    /// `True Applied`.
    public String ready(String id) {
        var ready = condition(id, "Ready");
        return ready.path("status").asString() + " " + ready.path("reason").asString();
    }

    /// Types of all events of a source, in order.
    public List<String> events(String id) {
        return store().outbox().after(0, 10_000).stream()
                .filter(event -> event.draft().source().equals(id))
                .map(event -> event.draft().type())
                .toList();
    }

    public long version() {
        return store().config().state().version();
    }

    /// `kind/id` of all stored objects.
    public List<String> stored() {
        return store().config().state().objects().keySet().stream()
                .map(ObjectKey::toString)
                .toList();
    }

    public AppliedObject object(Kind kind, String id) {
        var object = store().config().state().objects().get(new ObjectKey(kind, id));
        if (object == null) {
            throw new AssertionError(kind.word() + "/" + id + " is not stored");
        }
        return object;
    }

    /// Objects of a bundle as `agwctl apply` would declare them.
    public SortedMap<ObjectKey, Declared> declared(String bundle) {
        return declared("admin.yaml", bundle);
    }

    public SortedMap<ObjectKey, Declared> declared(String path, String bundle) {
        var file = new SourceFile(path, bundle.getBytes(StandardCharsets.UTF_8));
        return switch (LOADER.load(List.of(file), Variables.of(variables))) {
            case Loaded.Valid(var valid, _) -> new TreeMap<>(valid.objects());
            case Loaded.Invalid(_, var problems) -> throw new AssertionError(problems.toString());
        };
    }

    public ApplyRequest adminRequest(String bundle) {
        return new ApplyRequest(
                Owner.ADMIN,
                BOB,
                new Purpose("admin", "bundle.apply", "admin", ""),
                Target.of("", declared(bundle)),
                applier().options());
    }

    public ApplyResult adminApply(String bundle) {
        return applier().apply(adminRequest(bundle));
    }

    /// Replaces a provider of another owner by force.
    public void force(String bundle) {
        for (var object : declared(bundle).values()) {
            applier().edit(new Edit.Replace(object), BOB, "incident 7");
        }
    }

    public String planJson(Plan plan) {
        var json = PLANS.write(plan, PlanJson.Unchanged.LISTED);
        json.remove("planId");
        json.remove("tool");
        return json.toString();
    }

    @Override
    public void close() {
        if (running != null) {
            running.reconciler().close();
        }
        if (opened != null) {
            opened.close();
        }
    }

    private record Running(Applier applier, Reconciler reconciler) {}

    /// Variables that may change.
    private record Looked(Map<String, String> values) implements Variables {
        @Override
        public Lookup variable(String name) {
            var value = values.get(name);
            return value == null ? new Lookup.NotSet() : new Lookup.Found(value);
        }

        @Override
        public Lookup file(String path) {
            return variable(path);
        }
    }
}
