package io.agw.server.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every process setting, once: its key in `agwd.yaml`, from which its variable follows, its flag
/// where it has one, its default, and what it is for. Reading, `--help` and the documentation go by
/// this table.
public enum Setting {
    CONFIG("config", "--config", "FILE", "", "settings file; agwd.yaml here, when there is one"),
    DATA_DIR("data_dir", "--data-dir", "DIR", "./data", "folder of the gateway's own files"),
    ADDR("addr", "--addr", "HOST:PORT", "127.0.0.1:8080", "where clients are served"),
    ADMIN_ADDR(
            "admin_addr",
            "--admin-addr",
            "HOST:PORT",
            "127.0.0.1:8019",
            "where operators are served"),
    ADMIN_BASIC_AUTH_HASH(
            "admin_basic_auth_hash",
            "--admin-basic-auth-hash",
            "USER:HASH",
            "",
            "operator's name and bcrypt hash, as hash-password prints them; generated on a first start when the admin address is on loopback"),
    ADMIN_VIEWER_BASIC_AUTH_HASH(
            "admin.viewer_basic_auth_hash",
            null,
            "USER:HASH",
            "",
            "the same for one who may only read, such as a pull-request job"),
    ADMIN_USERS(
            "admin.users",
            null,
            "ROLE=NAME:HASH",
            "",
            "further users, with role viewer, operator or admin and bcrypt hash",
            true),
    ADMIN_TOKENS(
            "admin.tokens",
            null,
            "ROLE=NAME:sha256:HEX[@TIME]",
            "",
            "tokens that programs call with, as make-token prints them, until a time where one is given",
            true),
    ADMIN_HOSTS(
            "admin.hosts",
            "--admin-host",
            "NAME",
            "",
            "further names by which the admin address is reached",
            true),
    OIDC_ISSUERS(
            "oidc.issuers",
            null,
            "ID=URL#AUDIENCE",
            "",
            "OpenID Connect issuers whose signed tokens stand for virtual keys, and may give roles",
            true),
    CONFIG_STORE(
            "config_store",
            "--config-store",
            "FILE",
            "",
            "database of the configuration; configstore.db in the data folder"),
    MASTER_KEY_FILE(
            "master_key_file",
            "--master-key-file",
            "FILE",
            "",
            "master key that somebody else provides; otherwise master.key in the data folder is generated"),
    STATIC_CONFIG(
            "static_config",
            "--static-config",
            "FILE",
            "",
            "bundle that is read once at start and is read-only for everyone"),
    SOURCES(
            "sources",
            "--source",
            "[ID=]DIR|URL#REF:PATH",
            "",
            "where bundles come from; replaces the sources of the settings file",
            true),
    SOURCE_VARS(
            "source_vars",
            "--source-var",
            "NAME[=VALUE|=@FILE]",
            "",
            "variable that bundles of every source may refer to: from the environment (name or glob), a value, or a file's content",
            true),
    SOURCE_FILES(
            "source_files",
            "--source-files",
            "DIR",
            "",
            "folder that ${file:PATH} in bundles is read from; without it such references are refused"),
    UNSAFE_SCHEMES(
            "unsafe_schemes",
            "--unsafe-scheme",
            "http|file",
            "",
            "schemes beyond https and ssh that every git source may use; for tests and local trials",
            true),
    PROVIDER_TYPES(
            "provider_types",
            "--provider-type",
            "TYPE",
            "",
            "provider types that may be used; all when none is named",
            true),
    METRICS_RETENTION_DAYS(
            "metrics_retention_days",
            "--metrics-retention-days",
            "DAYS",
            "30",
            "how long usage and spans are kept"),
    METRICS_MAX_BYTES(
            "metrics.max_bytes", null, "BYTES", "2147483648", "most bytes of usage and spans"),
    METRICS_OPEN(
            "metrics.open", null, "BOOLEAN", "false", "whether /metrics needs no authentication"),
    AUDIT_FILE(
            "audit.file",
            null,
            "FILE",
            "",
            "file that a line is written to for each request, beside its row"),
    AUDIT_FILE_MAX_BYTES(
            "audit.file_max_bytes",
            null,
            "BYTES",
            "104857600",
            "size at which that file is put aside and begun anew"),
    AUDIT_FILE_MAX_AGE(
            "audit.file_max_age",
            null,
            "DURATION",
            "24h",
            "age at which that file is put aside and begun anew"),
    AUDIT_FILE_KEEP_BYTES(
            "audit.file_keep_bytes",
            null,
            "BYTES",
            "1073741824",
            "most bytes of that file and those put aside; the oldest are removed"),
    MAX_AGENT_DEPTH(
            "max_agent_depth",
            "--max-agent-depth",
            "N",
            "0",
            "deepest chain of agents that call each other; 0: no limit"),
    ALLOW_STDIO(
            "allow_stdio",
            "--allow-stdio",
            "BOOLEAN",
            "false",
            "whether bundles may name programs to be started"),
    EGRESS_ALLOW_PRIVATE(
            "egress.allow_private",
            null,
            "CIDR",
            "",
            "private address ranges that upstreams may be in",
            true),
    PROVIDERS_WATCH(
            "providers.watch",
            null,
            "BOOLEAN",
            "true",
            "whether providers are asked in the background for their models and how they do"),
    TLS_CERTIFICATE(
            "tls.certificate",
            "--tls-certificate",
            "FILE",
            "",
            "certificate chain in PEM for addr; read again when it changes"),
    TLS_KEY("tls.key", "--tls-key", "FILE", "", "its private key, unencrypted PKCS #8 in PEM"),
    ADMIN_TLS_CERTIFICATE(
            "admin.tls.certificate",
            "--admin-tls-certificate",
            "FILE",
            "",
            "the same for admin_addr"),
    ADMIN_TLS_KEY("admin.tls.key", "--admin-tls-key", "FILE", "", "its private key"),
    UPLOADS_MAX_BYTES(
            "uploads.max_bytes",
            null,
            "BYTES",
            "67108864",
            "most bytes of a request with files, which is held in memory; at most 536870912"),
    CONNECTIONS_TOTAL(
            "connections.total",
            null,
            "N",
            "",
            "most client connections; half the files that the process may open less 500, at most 10000"),
    CONNECTIONS_PER_ADDRESS(
            "connections.per_address",
            null,
            "N",
            "256",
            "most connections from one address other than loopback"),
    DRAIN_ANNOUNCE("drain.announce", null, "DURATION", "2s", "not ready before the socket closes"),
    DRAIN_PLAIN("drain.plain", null, "DURATION", "30s", "for answers that are not streamed"),
    DRAIN_STREAMS("drain.streams", null, "DURATION", "60s", "for streamed answers"),
    TRACING_SAMPLE_RATIO(
            "tracing.sample_ratio",
            null,
            "0..1",
            "1",
            "share of the traces begun here that is kept; failed ones always are"),
    TRACING_OTLP_ENDPOINT(
            "tracing.otlp_endpoint",
            null,
            "URL",
            "",
            "where spans are sent to as OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces"),
    TRACING_OTLP_HEADERS_FILE(
            "tracing.otlp_headers_file",
            null,
            "FILE",
            "",
            "headers to send along, one NAME=VALUE a line"),
    LOG_FORMAT("log_format", "--log-format", "text|json", "text", "form of the log's lines"),
    LOG_LEVEL(
            "log_level",
            "--log-level",
            "error|warn|info|debug|trace",
            "info",
            "least level that is logged");

    private final String key;
    private final @Nullable String flag;
    private final String placeholder;
    private final String fallback;
    private final String purpose;
    private final boolean isList;

    Setting(
            String key,
            @Nullable String flag,
            String placeholder,
            String fallback,
            String purpose) {
        this(key, flag, placeholder, fallback, purpose, false);
    }

    Setting(
            String key,
            @Nullable String flag,
            String placeholder,
            String fallback,
            String purpose,
            boolean isList) {
        this.key = key;
        this.flag = flag;
        this.placeholder = placeholder;
        this.fallback = fallback;
        this.purpose = purpose;
        this.isList = isList;
    }

    /// The key in `agwd.yaml`; a dot stands for a nested mapping.
    public String key() {
        return key;
    }

    /// The environment variable.
    public String variable() {
        return "AGW_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /// The flag; empty when there is none.
    public Optional<String> flag() {
        return Optional.ofNullable(flag);
    }

    /// What stands for a value in help texts.
    public String placeholder() {
        return placeholder;
    }

    /// The text of the default; empty when it is none, or follows from others.
    public String fallback() {
        return fallback;
    }

    /// What the setting is for.
    public String purpose() {
        return purpose;
    }

    /// Whether it may be given several times.
    public boolean isList() {
        return isList;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    static Optional<Setting> ofVariable(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }
}
