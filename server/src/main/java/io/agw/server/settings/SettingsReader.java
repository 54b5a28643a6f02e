package io.agw.server.settings;

import io.agw.bundle.document.Node;
import io.agw.bundle.problem.Nearest;
import io.agw.server.admin.access.Accounts;
import io.agw.server.listen.BodyLimits;
import io.agw.server.listen.ConnectionLimits;
import io.agw.server.listen.Drain;
import io.agw.server.listen.ListenerSettings;
import io.agw.server.listen.TlsFiles;
import io.agw.server.telemetry.file.AuditFileSettings;
import io.agw.store.sqlite.StoreSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reads the settings of a process: defaults, then `agwd.yaml`, then variables, then flags. For one
/// use.
public final class SettingsReader {
    private static final String DEFAULT_FILE = "agwd.yaml";
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
    private static final Duration LONGEST_FILE = Duration.ofDays(366);

    /// Variables of the client programs, which may be set beside ours.
    private static final Set<String> OF_CLIENTS =
            Set.of("AGW_ADMIN_BASIC_AUTH", "AGW_ADMIN_TOKEN", "AGW_API_KEY", "AGW_BASE_URL");

    private final Given given;
    private final InstantSource clock;
    private final Values values;
    private final List<String> warnings = new ArrayList<>();

    private SettingsReader(Given given, InstantSource clock) {
        this.given = given;
        this.clock = clock;
        this.values = new Values(given.directory());
    }

    /// Reads everything and checks it.
    ///
    /// @param clock by which what has ended is refused
    public static SettingsRead read(Given given, InstantSource clock) {
        return new SettingsReader(given, clock).read();
    }

    private SettingsRead read() {
        var environment = Environment.complete(given, values);
        var file = file(environment);
        var full = file.map(path -> new SettingsFile(values).read(path)).orElse(Map.of());
        variables(environment);
        flags();
        var settings = settings(environment, file, full);
        return values.problems().isEmpty()
                ? new SettingsRead.Good(settings, warnings)
                : new SettingsRead.Bad(values.problems());
    }

    /// The settings file that was named, else the default one when it is there.
    private Optional<Path> file(Map<String, String> environment) {
        var flag = given.flags().getOrDefault(Setting.CONFIG, List.of());
        var named = flag.isEmpty() ? environment.get(Setting.CONFIG.variable()) : flag.getLast();
        var file = given.directory().resolve(named == null ? DEFAULT_FILE : named);
        return named != null || Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    private void variables(Map<String, String> environment) {
        for (var variable : environment.keySet().stream().sorted().toList()) {
            if (!variable.startsWith("AGW_") || OF_CLIENTS.contains(variable)) {
                continue;
            }
            var value = environment.getOrDefault(variable, "");
            Setting.ofVariable(variable)
                    .ifPresentOrElse(
                            setting -> values.set(setting, split(setting, value), variable),
                            () -> warnings.add(unknown(variable)));
        }
    }

    /// Not an error, as an unknown key or flag is: Kubernetes sets variables of its own for every
    /// service, and one named `agw` makes them begin like ours.
    private static String unknown(String variable) {
        var known = Arrays.stream(Setting.values()).map(Setting::variable).toList();
        return variable
                + " is no setting and is ignored"
                + Nearest.to(variable, known)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
    }

    private static List<String> split(Setting setting, String value) {
        if (!setting.isList()) {
            return List.of(value);
        }
        boolean hasText = setting == Setting.SOURCES || setting == Setting.SOURCE_VARS;
        return Arrays.stream(value.split(hasText ? "\\s+" : "[,\\s]+"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private void flags() {
        given.flags()
                .forEach((setting, texts) ->
                        values.set(setting, texts, setting.flag().orElse(setting.key())));
    }

    private AgwdSettings settings(
            Map<String, String> environment, Optional<Path> file, Map<Setting, Node> full) {
        var folder = values.path(Setting.DATA_DIR).orElse(given.directory());
        var address = values.address(Setting.ADDR);
        var admin = values.address(Setting.ADMIN_ADDR);
        if (address.equals(admin) && address.port() != 0) {
            values.problem(Setting.ADMIN_ADDR, admin + " is addr as well (expected: another one)");
        }
        var issuers = new IssuersReader(values, given.directory());
        var believed = issuers.read(full.get(Setting.OIDC_ISSUERS));
        var reader = new AccountsReader(values, given.directory(), clock, warnings);
        var access = access(admin, () -> reader.read(full, issuers.roles()));
        return new AgwdSettings(
                folder,
                ListenerSettings.data(
                                address.host(),
                                address.port(),
                                tls(Setting.TLS_CERTIFICATE, Setting.TLS_KEY))
                        .with(connections())
                        .with(bodies()),
                ListenerSettings.admin(
                        admin.host(),
                        admin.port(),
                        tls(Setting.ADMIN_TLS_CERTIFICATE, Setting.ADMIN_TLS_KEY)),
                address.isLoopback(),
                access,
                believed,
                store(folder),
                values.path(Setting.STATIC_CONFIG),
                new SourcesReader(values, given.directory()).read(full.get(Setting.SOURCES)),
                values.path(Setting.SOURCE_FILES),
                limits(),
                drain(),
                tracing(),
                auditFile(),
                new LogSettings(
                        values.word(Setting.LOG_FORMAT, LogSettings.Format.class),
                        values.word(Setting.LOG_LEVEL, LogSettings.Level.class)),
                environment,
                Stream.of(Environment.files(given), file.stream(), reader.files().stream())
                        .flatMap(files -> files)
                        .toList());
    }

    private AdminAccess access(HostAndPort admin, Supplier<Accounts> reader) {
        int before = values.problems().size();
        var accounts = reader.get();
        boolean isSound = values.problems().size() == before;
        if (isSound && !accounts.haveAdmin() && !admin.isLoopback()) {
            values.problem(
                    Setting.ADMIN_ADDR,
                    admin
                            + " is reachable from other machines without authentication (expected: admin_basic_auth_hash or another admin, or a loopback address)");
        }
        return new AdminAccess(
                accounts,
                Set.copyOf(values.list(Setting.ADMIN_HOSTS)),
                values.flag(Setting.METRICS_OPEN));
    }

    private StoreSettings store(Path folder) {
        var store =
                values.path(Setting.CONFIG_STORE)
                        .map(StoreSettings::around)
                        .orElseGet(() -> StoreSettings.in(folder));
        var retention =
                new StoreSettings.Retention(
                        Duration.ofDays(values.number(Setting.METRICS_RETENTION_DAYS, 0, 3_650)),
                        values.number(Setting.METRICS_MAX_BYTES, 1 << 20, Long.MAX_VALUE));
        return values.path(Setting.MASTER_KEY_FILE)
                .map(store::withMasterKey)
                .orElse(store)
                .withRetention(retention);
    }

    private Optional<TlsFiles> tls(Setting certificate, Setting key) {
        var chain = values.path(certificate);
        var secret = values.path(key);
        if (chain.isPresent() != secret.isPresent()) {
            values.problem(
                    chain.isPresent() ? certificate : key,
                    "given alone (expected: "
                            + certificate.key()
                            + " and "
                            + key.key()
                            + " together)");
        }
        return chain.isPresent() && secret.isPresent()
                ? Optional.of(new TlsFiles(chain.get(), secret.get()))
                : Optional.empty();
    }

    private ConnectionLimits connections() {
        var limits = ConnectionLimits.defaults();
        if (values.optional(Setting.CONNECTIONS_TOTAL).isPresent()) {
            limits = limits.withTotal((int) values.number(Setting.CONNECTIONS_TOTAL, 1, 100_000));
        }
        return limits.withPerAddress(
                (int) values.number(Setting.CONNECTIONS_PER_ADDRESS, 1, 100_000));
    }

    private BodyLimits bodies() {
        return BodyLimits.DATA.withForms(
                (int) values.number(Setting.UPLOADS_MAX_BYTES, 1 << 20, BodyLimits.MOST));
    }

    private LimitSettings limits() {
        var types = values.list(Setting.PROVIDER_TYPES);
        if (Set.copyOf(types).size() < types.size() || types.stream().anyMatch(String::isBlank)) {
            values.problem(Setting.PROVIDER_TYPES, types + " (expected: each type once)");
        }
        return new LimitSettings(
                Set.copyOf(types),
                values.list(Setting.EGRESS_ALLOW_PRIVATE),
                values.flag(Setting.PROVIDERS_WATCH),
                (int) values.number(Setting.MAX_AGENT_DEPTH, 0, 1_000),
                values.flag(Setting.ALLOW_STDIO));
    }

    private Drain.Limits drain() {
        return new Drain.Limits(
                values.duration(Setting.DRAIN_ANNOUNCE, LONGEST_DRAIN),
                values.duration(Setting.DRAIN_PLAIN, LONGEST_DRAIN),
                values.duration(Setting.DRAIN_STREAMS, LONGEST_DRAIN),
                Drain.Limits.defaults().farewell());
    }

    private TracingSettings tracing() {
        return new TracingSettings(
                values.ratio(Setting.TRACING_SAMPLE_RATIO),
                values.optional(Setting.TRACING_OTLP_ENDPOINT).flatMap(this::endpoint),
                values.path(Setting.TRACING_OTLP_HEADERS_FILE));
    }

    private Optional<AuditFileSettings> auditFile() {
        long most = values.number(Setting.AUDIT_FILE_MAX_BYTES, 1 << 16, Long.MAX_VALUE);
        var age = values.duration(Setting.AUDIT_FILE_MAX_AGE, LONGEST_FILE);
        long keep = values.number(Setting.AUDIT_FILE_KEEP_BYTES, 1 << 16, Long.MAX_VALUE);
        return values.path(Setting.AUDIT_FILE)
                .map(file -> new AuditFileSettings(file, most, age, keep));
    }

    private Optional<URI> endpoint(String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException _) {
            // reported below, as an address of another kind is
        }
        values.problem(
                Setting.TRACING_OTLP_ENDPOINT,
                "\"" + text + "\" (expected: an http or https address)");
        return Optional.empty();
    }
}
