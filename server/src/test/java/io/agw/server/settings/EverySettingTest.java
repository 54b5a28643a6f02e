package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each setting by each way to give it.
final class EverySettingTest {
    private final ReadSettings reading;

    EverySettingTest(@TempDir Path folder) {
        this.reading = new ReadSettings(folder);
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
        reading.write(
                "other.yaml",
                setting == Setting.CONFIG
                        ? "log_level: debug"
                        : yaml(setting.key(), setting, partnerOf(setting)));

        var byFile = reading.good(Map.of(Setting.CONFIG, List.of("other.yaml")), Map.of());
        var byVariable = reading.good(Map.of(), environment);

        assertThat(describe(byFile)).isNotEqualTo(describe(reading.good(Map.of(), Map.of())));
        assertThat(describe(byVariable)).isEqualTo(describe(byFile));
    }

    private static Map<Setting, String> examples() {
        var examples = new EnumMap<Setting, String>(Setting.class);
        examples.put(Setting.CONFIG, "other.yaml");
        examples.put(Setting.DATA_DIR, "elsewhere");
        examples.put(Setting.ADDR, "127.0.0.1:9000");
        examples.put(Setting.ADMIN_ADDR, "127.0.0.1:9000");
        examples.put(Setting.ADMIN_BASIC_AUTH_HASH, ReadSettings.HASH);
        examples.put(Setting.ADMIN_VIEWER_BASIC_AUTH_HASH, ReadSettings.HASH.replace("ops", "ci"));
        examples.put(Setting.ADMIN_USERS, "operator=" + ReadSettings.HASH);
        examples.put(Setting.ADMIN_TOKENS, "viewer=ci:sha256:" + "0a".repeat(32));
        examples.put(Setting.ADMIN_HOSTS, "gateway.internal");
        examples.put(Setting.OIDC_ISSUERS, "corp=https://id.example.com/realm#agw");
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
        examples.put(Setting.AUDIT_FILE, "audit.jsonl");
        examples.put(Setting.AUDIT_FILE_MAX_BYTES, "1000000");
        examples.put(Setting.AUDIT_FILE_MAX_AGE, "2h");
        examples.put(Setting.AUDIT_FILE_KEEP_BYTES, "5000000");
        examples.put(Setting.MAX_AGENT_DEPTH, "3");
        examples.put(Setting.ALLOW_STDIO, "true");
        examples.put(Setting.EGRESS_ALLOW_PRIVATE, "10.0.0.0/8");
        examples.put(Setting.PROVIDERS_WATCH, "false");
        examples.put(Setting.TLS_CERTIFICATE, "a.pem");
        examples.put(Setting.TLS_KEY, "a.key");
        examples.put(Setting.ADMIN_TLS_CERTIFICATE, "b.pem");
        examples.put(Setting.ADMIN_TLS_KEY, "b.key");
        examples.put(Setting.UPLOADS_MAX_BYTES, "2000000");
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
                    case AUDIT_FILE_MAX_BYTES, AUDIT_FILE_MAX_AGE, AUDIT_FILE_KEEP_BYTES ->
                            Setting.AUDIT_FILE;
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
                + settings.access().metricsOpen()
                + settings.issuers()
                + settings.store()
                + settings.staticConfig()
                + settings.sources()
                + settings.sourceFiles()
                + settings.limits()
                + settings.drain()
                + settings.tracing()
                + settings.auditFile()
                + settings.log();
    }
}
