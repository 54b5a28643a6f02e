package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.source.GitRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SettingsReaderTest {
    private static final String HASH =
            "ops:$2a$10$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyzABCDE";

    @TempDir private Path folder;

    @Test
    void everythingHasADefault() {
        var settings = good(Map.of(), Map.of());

        assertThat(settings.data().host()).isEqualTo("127.0.0.1");
        assertThat(settings.data().port()).isEqualTo(8080);
        assertThat(settings.admin().port()).isEqualTo(8019);
        assertThat(settings.dataIsLocal()).isTrue();
        assertThat(settings.dataDirectory()).isEqualTo(folder.resolve("data"));
        assertThat(settings.store().configDatabase())
                .isEqualTo(folder.resolve("data/configstore.db"));
        assertThat(settings.store().retention().age()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.sources()).isEmpty();
        assertThat(settings.staticConfig()).isEmpty();
        assertThat(settings.limits().providerTypes()).isEmpty();
        assertThat(settings.limits().allowStdio()).isFalse();
        assertThat(settings.drain().plain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.tracing().sampleRatio()).isEqualTo(1);
        assertThat(settings.log().format()).isEqualTo(LogSettings.Format.TEXT);
    }

    /// Values that each setting takes; a setting without a line here fails the test below.
    private static final Map<Setting, String> EXAMPLES = examples();

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingHasAKeyAndAVariable(Setting setting) throws IOException {
        assertThat(EXAMPLES).containsKey(setting);
        var environment = new HashMap<String, String>();
        environment.put(setting.variable(), example(setting));
        partnerOf(setting).ifPresent(other -> environment.put(other.variable(), example(other)));
        write(
                "other.yaml",
                setting == Setting.CONFIG
                        ? "log_level: debug"
                        : yaml(setting.key(), setting, partnerOf(setting)));

        var byFile = good(Map.of(Setting.CONFIG, List.of("other.yaml")), Map.of());
        var byVariable = good(Map.of(), environment);

        assertThat(describe(byFile)).isNotEqualTo(describe(good(Map.of(), Map.of())));
        assertThat(describe(byVariable)).isEqualTo(describe(byFile));
    }

    @Test
    void flagsBeatVariablesAndVariablesBeatTheFile() throws IOException {
        write("agwd.yaml", "addr: 127.0.0.1:1\nadmin_addr: 127.0.0.1:2\nlog_level: trace\n");

        var settings =
                good(
                        Map.of(Setting.ADDR, List.of("127.0.0.1:9001")),
                        Map.of("AGW_ADDR", "127.0.0.1:9002", "AGW_ADMIN_ADDR", "127.0.0.1:9003"));

        assertThat(settings.data().port()).isEqualTo(9001);
        assertThat(settings.admin().port()).isEqualTo(9003);
        assertThat(settings.log().level()).isEqualTo(LogSettings.Level.TRACE);
    }

    @Test
    void environmentFilesCompleteTheEnvironment() throws IOException {
        write(".env.local", "AGW_ADDR=127.0.0.1:9001\n");
        write(
                ".env",
                "AGW_ADDR=127.0.0.1:9002\nAGW_ADMIN_ADDR=127.0.0.1:9003\nAGW_LOG_LEVEL=debug\n");

        var settings = good(Map.of(), Map.of("AGW_LOG_LEVEL", "warn"));

        assertThat(settings.data().port()).isEqualTo(9001);
        assertThat(settings.admin().port()).isEqualTo(9003);
        assertThat(settings.log().level()).isEqualTo(LogSettings.Level.WARN);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() throws IOException {
        write(
                "agwd.yaml",
                """
                adrr: 127.0.0.1:1
                log_level: loud
                drain: 5
                metrics:
                  opne: true
                sources:
                  - id: a
                    dir: ./bundles
                    interval: soon
                    colour: red
                """);

        var problems =
                bad(
                        Map.of(Setting.MAX_AGENT_DEPTH, List.of("-1")),
                        Map.of("AGW_METRICS_RETENTION_DAYS", "many"));

        var file = folder.resolve("agwd.yaml");
        assertThat(problems)
                .contains(
                        file + ":1:1: \"adrr\" is no setting (did you mean \"addr\"?)",
                        file + ":2:12: log_level: \"loud\" (expected: error|warn|info|debug|trace)",
                        file + ":3:1: drain: a number (expected: a mapping)",
                        file
                                + ":5:3: \"metrics.opne\" is no setting (did you mean \"metrics.open\"?)",
                        "--max-agent-depth: \"-1\" (expected: a number from 0 to 1000)",
                        "AGW_METRICS_RETENTION_DAYS: \"many\" (expected: a number from 0 to 3650)")
                .anyMatch(problem -> problem.contains("sources[0].colour"));
    }

    @Test
    void anUnknownVariableIsAWarning() {
        var read =
                SettingsReader.read(
                        new Given(
                                Map.of(),
                                Map.of("AGW_ADR", "x", "AGW_API_KEY", "y", "OTHER", "z"),
                                folder));

        assertThat(read)
                .isInstanceOfSatisfying(
                        SettingsRead.Good.class,
                        good ->
                                assertThat(good.warnings())
                                        .containsExactly(
                                                "AGW_ADR is no setting and is ignored (did you mean AGW_ADDR?)"));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:8019", ":8019", "192.0.2.1:8019"})
    void anAdminAddressThatOthersReachNeedsAuthentication(String address) {
        assertThat(bad(Map.of(Setting.ADMIN_ADDR, List.of(address)), Map.of()))
                .singleElement()
                .asString()
                .contains("reachable from other machines without authentication");
        assertThat(
                        good(
                                        Map.of(
                                                Setting.ADMIN_ADDR,
                                                List.of(address),
                                                Setting.ADMIN_BASIC_AUTH_HASH,
                                                List.of(HASH)),
                                        Map.of())
                                .access()
                                .account())
                .contains(HASH);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:80, localhost, 80",
        "'[::1]:80', ::1, 80",
        ":80, 0.0.0.0, 80",
        "http://127.0.0.1:80, 127.0.0.1, 80",
    })
    void addressesAreReadInTheirUsualForms(String text, String host, int port) {
        var settings = good(Map.of(Setting.ADDR, List.of(text)), Map.of());

        assertThat(settings.data().host()).isEqualTo(host);
        assertThat(settings.data().port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({"80", "::1:80", "host:99999", "host:port", "host:80/x", "''"})
    void anAddressOfAnotherFormIsAProblem(String text) {
        assertThat(bad(Map.of(Setting.ADDR, List.of(text)), Map.of()))
                .containsExactly("--addr: \"" + text + "\" (expected: host:port)");
    }

    @Test
    void aCertificateAloneIsAProblem() {
        assertThat(bad(Map.of(Setting.TLS_CERTIFICATE, List.of("a.pem")), Map.of()))
                .containsExactly(
                        "--tls-certificate: given alone (expected: tls.certificate and tls.key together)");
    }

    @Test
    void oneAddressForBothListenersIsAProblem() {
        assertThat(bad(Map.of(Setting.ADMIN_ADDR, List.of("127.0.0.1:8080")), Map.of())).hasSize(1);
    }

    @Test
    void sourcesHaveAShortForm() {
        var sources =
                good(
                                Map.of(
                                        Setting.SOURCES,
                                        List.of(
                                                "bundles",
                                                "team=https://example.com/r.git#main:gw")),
                                Map.of())
                        .sources();

        assertThat(sources).hasSize(2);
        assertThat(sources.get(0).place().id()).isEqualTo("default");
        assertThat(sources.get(0).place().dir()).isEqualTo(folder.resolve("bundles"));
        assertThat(sources.get(1).place().id()).isEqualTo("team");
        assertThat(sources.get(1).place().url()).isEqualTo("https://example.com/r.git");
        assertThat(sources.get(1).place().ref()).isEqualTo(GitRef.branch("main"));
        assertThat(sources.get(1).place().path()).isEqualTo("gw");
    }

    @Test
    void sourcesHaveAFullFormInTheFile() throws IOException {
        write(
                "agwd.yaml",
                """
                source_vars: [COMMON]
                sources:
                  - first=./bundles
                  - id: prod
                    url: https://example.com/r.git
                    ref: {tag: v1}
                    path: gateway
                    include: ["*.yaml"]
                    timeout: 20s
                    limits: {files: 5}
                    auth: {user: bot, token_file: token}
                    ca_file: ca.pem
                    vars:
                      - OPENAI_*
                      - {name: REGION, value: eu}
                      - {name: KEY, file: key.txt}
                """);

        var source = good(Map.of(), Map.of()).sources().get(1);

        assertThat(source.place().ref()).isEqualTo(GitRef.tag("v1"));
        assertThat(source.place().include()).containsExactly("*.yaml");
        assertThat(source.place().timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(source.place().limits().files()).isEqualTo(5);
        assertThat(source.place().access().tokenFile()).isEqualTo(folder.resolve("token"));
        assertThat(source.place().access().caFile()).isEqualTo(folder.resolve("ca.pem"));
        assertThat(source.grants().allowed()).containsExactly("COMMON", "OPENAI_*");
        assertThat(source.grants().fixed()).containsOnlyKeys("REGION", "KEY");
    }

    @Test
    void howASourceIsReconciledStandsInItsFullForm() throws IOException {
        write(
                "agwd.yaml",
                """
                sources:
                  - dir: ./bundles
                    interval: 5m
                    retry: {base: 1s, max: 1m}
                    drift: {interval: 1h, self_heal: false}
                    ignore_drift: [{kind: provider, path: /disabled}]
                    prune: {enabled: true, max_deletes: 3}
                    adopt: true
                    mode: plan-only
                    on_history_rewrite: hold
                    approval: deletes
                    allowed_kinds: [llm_route]
                    hook_secret_files: [hook]
                """);

        var policy = good(Map.of(), Map.of()).sources().getFirst().policy();

        assertThat(policy.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.retry().max()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.drift().selfHeal()).isFalse();
        assertThat(policy.drift().ignored()).hasSize(1);
        assertThat(policy.prune().enabled()).isTrue();
        assertThat(policy.prune().caps().maxDeletes()).isEqualTo(3);
        assertThat(policy.adopt()).isTrue();
        assertThat(policy.mode()).isEqualTo(SourcePolicy.Mode.PLAN_ONLY);
        assertThat(policy.onHistoryRewrite()).isEqualTo(SourcePolicy.HistoryRewrite.HOLD);
        assertThat(policy.approval()).isEqualTo(SourcePolicy.Approval.DELETES);
        assertThat(policy.allowedKinds()).containsExactly(Kind.LLM_ROUTE);
        assertThat(policy.hookSecrets()).containsExactly(folder.resolve("hook"));
    }

    @Test
    void faultsOfSourcesAreCollected() {
        assertThat(
                        bad(
                                Map.of(
                                        Setting.SOURCES,
                                        List.of("a=./x", "a=./y", "./z", "b=ftp://example.com/r")),
                                Map.of()))
                .hasSizeGreaterThanOrEqualTo(3)
                .anyMatch(problem -> problem.contains("used twice"))
                .anyMatch(problem -> problem.contains("has no id"));
    }

    @Test
    void aSecretNeverStandsInAMessage() {
        var problems =
                bad(
                        Map.of(
                                Setting.ADMIN_BASIC_AUTH_HASH,
                                List.of("ops:plain-secret"),
                                Setting.SOURCE_VARS,
                                List.of("1=plain-secret")),
                        Map.of());

        assertThat(problems).hasSize(2).noneMatch(problem -> problem.contains("plain-secret"));
        assertThat(good(Map.of(), Map.of("OTHER", "plain-secret")).toString())
                .doesNotContain("plain-secret");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        assertThat(bad(Map.of(Setting.CONFIG, List.of("absent.yaml")), Map.of()))
                .singleElement()
                .asString()
                .contains("absent.yaml: cannot be read");
    }

    private static Map<Setting, String> examples() {
        var examples = new EnumMap<Setting, String>(Setting.class);
        examples.put(Setting.CONFIG, "other.yaml");
        examples.put(Setting.DATA_DIR, "elsewhere");
        examples.put(Setting.ADDR, "127.0.0.1:9000");
        examples.put(Setting.ADMIN_ADDR, "127.0.0.1:9000");
        examples.put(Setting.ADMIN_BASIC_AUTH_HASH, HASH);
        examples.put(Setting.ADMIN_HOSTS, "gateway.internal");
        examples.put(Setting.CONFIG_STORE, "store.db");
        examples.put(Setting.MASTER_KEY_FILE, "other.key");
        examples.put(Setting.STATIC_CONFIG, "static.yaml");
        examples.put(Setting.SOURCES, "bundles");
        examples.put(Setting.SOURCE_VARS, "TEAM_*");
        examples.put(Setting.SOURCE_FILES, "secrets");
        examples.put(Setting.UNSAFE_SCHEMES, "file");
        examples.put(Setting.PROVIDER_TYPES, "echo");
        examples.put(Setting.METRICS_RETENTION_DAYS, "7");
        examples.put(Setting.METRICS_MAX_BYTES, "10000000");
        examples.put(Setting.METRICS_OPEN, "true");
        examples.put(Setting.MAX_AGENT_DEPTH, "3");
        examples.put(Setting.ALLOW_STDIO, "true");
        examples.put(Setting.EGRESS_ALLOW_PRIVATE, "10.0.0.0/8");
        examples.put(Setting.TLS_CERTIFICATE, "a.pem");
        examples.put(Setting.TLS_KEY, "a.key");
        examples.put(Setting.ADMIN_TLS_CERTIFICATE, "b.pem");
        examples.put(Setting.ADMIN_TLS_KEY, "b.key");
        examples.put(Setting.CONNECTIONS_TOTAL, "17");
        examples.put(Setting.CONNECTIONS_PER_ADDRESS, "18");
        examples.put(Setting.DRAIN_ANNOUNCE, "3s");
        examples.put(Setting.DRAIN_PLAIN, "4s");
        examples.put(Setting.DRAIN_STREAMS, "5s");
        examples.put(Setting.TRACING_SAMPLE_RATIO, "0.5");
        examples.put(Setting.TRACING_OTLP_ENDPOINT, "http://127.0.0.1:4318/v1/traces");
        examples.put(Setting.TRACING_OTLP_HEADERS_FILE, "headers");
        examples.put(Setting.LOG_FORMAT, "json");
        examples.put(Setting.LOG_LEVEL, "debug");
        return examples;
    }

    private static String example(Setting setting) {
        return Objects.requireNonNull(EXAMPLES.get(setting));
    }

    private static String yaml(String key, Setting setting, Optional<Setting> partner) {
        var value = "\"" + example(setting) + "\"";
        int dot = key.lastIndexOf('.');
        var text = key.substring(dot + 1) + ": " + (setting.isList() ? "[" + value + "]" : value);
        if (partner.isPresent()) {
            var other = partner.get();
            text += ", " + other.key().substring(dot + 1) + ": " + example(other);
        }
        return nested(dot < 0 ? "" : key.substring(0, dot), text);
    }

    private static String nested(String group, String text) {
        int dot = group.lastIndexOf('.');
        if (group.isEmpty()) {
            return "{" + text + "}";
        }
        return nested(
                dot < 0 ? "" : group.substring(0, dot),
                group.substring(dot + 1) + ": {" + text + "}");
    }

    /// A certificate and its key are only taken together, and what is for every source needs one.
    private static Optional<Setting> partnerOf(Setting setting) {
        return Optional.ofNullable(
                switch (setting) {
                    case SOURCE_VARS, UNSAFE_SCHEMES -> Setting.SOURCES;
                    case TLS_CERTIFICATE -> Setting.TLS_KEY;
                    case TLS_KEY -> Setting.TLS_CERTIFICATE;
                    case ADMIN_TLS_CERTIFICATE -> Setting.ADMIN_TLS_KEY;
                    case ADMIN_TLS_KEY -> Setting.ADMIN_TLS_CERTIFICATE;
                    default -> null;
                });
    }

    private static String describe(AgwdSettings settings) {
        return settings
                + " "
                + settings.access()
                + settings.access().account().isPresent()
                + settings.access().metricsOpen()
                + settings.store()
                + settings.staticConfig()
                + settings.sources()
                + settings.sourceFiles()
                + settings.limits()
                + settings.drain()
                + settings.tracing()
                + settings.log();
    }

    private AgwdSettings good(Map<Setting, List<String>> flags, Map<String, String> environment) {
        var read = SettingsReader.read(new Given(flags, environment, folder));
        assertThat(read).isInstanceOf(SettingsRead.Good.class);
        return ((SettingsRead.Good) read).settings();
    }

    private List<String> bad(Map<Setting, List<String>> flags, Map<String, String> environment) {
        var read = SettingsReader.read(new Given(flags, environment, folder));
        assertThat(read).isInstanceOf(SettingsRead.Bad.class);
        return ((SettingsRead.Bad) read).problems();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
