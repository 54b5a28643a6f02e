package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Network;
import io.agw.bundle.model.Secret;
import io.agw.bundle.options.OptionTypes;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.upstream.VendorAddresses;
import io.agw.house.Golden;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Timeouts;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.Resource;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The tables of provider types in docs/llm.md are what the types do. Addresses and notes are
/// written by hand; the addresses are compared.
final class ProviderTypesPageTest {
    private static final Path PAGE = Path.of("../docs/llm.md");
    private static final Pattern TABLES =
            Pattern.compile("(?s)(<!-- provider types -->\n).*?(<!-- end of provider types -->)");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (.*?) \\| .*? \\| .*? \\| (.*?) \\|$");
    private static final String KEY = "key-under-test";
    private static final String REGION = "eu-central-1";
    private static final List<Api> COLUMNS =
            List.of(
                    Api.CHAT,
                    Api.RESPONSES,
                    Api.MESSAGES,
                    Api.GENERATE,
                    Api.EMBEDDINGS,
                    Api.PASSTHROUGH,
                    Api.MODELS);

    private final LocalClient local = new LocalClient();
    private final ProviderTypes types = Vendors.types(local.client(), InstantSource.system());
    private final Dialects dialects = Vendors.dialects();
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start(Behaviours.json(200, "{}"));
    }

    @AfterEach
    void stop() throws IOException {
        local.close();
        upstream.close();
    }

    @Test
    void thePageSaysWhatTheTypesDo() throws Exception {
        assertThat(types.names()).isEqualTo(OptionTypes.names());
        var page = Files.readString(PAGE);
        var tables = TABLES.matcher(page);
        assertThat(tables.find()).isTrue();
        var written = new HashMap<String, List<String>>();
        for (var row = ROW.matcher(tables.group()); row.find(); ) {
            written.putIfAbsent(row.group(1), List.of(row.group(2), row.group(3)));
        }
        var fresh = settings(written) + "\n" + surfaces();
        Golden.check(
                PAGE,
                tables.replaceFirst(
                        Matcher.quoteReplacement(tables.group(1) + fresh + tables.group(2))));
        for (var name : types.names()) {
            assertAddress(name, written.getOrDefault(name, List.of("")).getFirst());
        }
    }

    private String settings(Map<String, List<String>> written) throws CallFailed {
        var table =
                new StringBuilder(
                        "| type | address, unless `base_url` says another | the key goes in |"
                                + " options | |\n|---|---|---|---|---|\n");
        for (var name : types.names()) {
            var byHand = written.getOrDefault(name, List.of("", ""));
            table.append("| `").append(name).append("` | ").append(byHand.getFirst());
            table.append(" | ").append(keyPlace(name)).append(" | ").append(options(name));
            table.append(" | ").append(byHand.getLast()).append(" |\n");
        }
        return table.toString();
    }

    private String surfaces() {
        var table =
                new StringBuilder(
                        "| type | chat completions | responses | messages | Gemini | embeddings |"
                                + " passed on | models | tokens counted |\n|---|"
                                + "---|".repeat(COLUMNS.size() + 1)
                                + "\n");
        for (var name : types.names()) {
            var provider = open(name, address(name));
            table.append("| `").append(name).append('`');
            assertThat(OptionTypes.listsModels(name)).isEqualTo(provider.serves(Api.MODELS));
            COLUMNS.forEach(api -> table.append(" | ").append(spoken(api, provider)));
            boolean counts =
                    Stream.of(Api.values()).anyMatch(a -> a.counts() && provider.serves(a));
            table.append(" | ").append(counts ? "yes" : "estimated").append(" |\n");
        }
        return table.toString();
    }

    private String spoken(Api asked, Provider provider) {
        var spoken = dialects.spoken(asked, provider::serves);
        return spoken == null ? "" : spoken == asked ? "**as is**" : "as " + spoken.word();
    }

    /// The header in which the key arrives.
    private String keyPlace(String name) throws CallFailed {
        if (name.equals("echo")) {
            return "";
        }
        var provider = open(name, upstream.baseUrl()).serving("m");
        var call =
                new ProviderCall(
                        "m",
                        true,
                        Resource.OWN,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        Timeouts.defaults(),
                        new Cancellation());
        var api = Stream.of(Api.values()).filter(provider::serves).findFirst().orElseThrow();
        provider.call(api, call).close();
        return upstream.requests().getLast().headers().stream()
                .filter(line -> line.contains(KEY))
                .map(line -> "`" + line.replace(": " + KEY, "").replace(" " + KEY, "") + "`")
                .collect(Collectors.joining(", "));
    }

    private static String options(String name) {
        return Shapes.of(OptionTypes.of(name).orElseThrow()).fields().stream()
                .map(field -> "`" + field.name() + "`" + (isRequired(field) ? " (required)" : ""))
                .collect(Collectors.joining(", "));
    }

    private static boolean isRequired(FieldShape field) {
        return field.presence() == FieldShape.Presence.REQUIRED;
    }

    private void assertAddress(String name, String cell) throws IOException {
        if (OptionTypes.needsAddress(name) || name.equals("echo")) {
            assertThat(cell).as(name).doesNotStartWith("`");
            return;
        }
        assertThat(cell).as(name).matches("`https?://[^`]+`");
        var address = cell.replace("`", "").replace("REGION", REGION);
        assertThat(open(name, null).address())
                .as(name)
                .isEqualTo(URI.create(address).getAuthority());
        if (!VendorAddresses.of(name).isEmpty()) {
            assertThat(address).isEqualTo(VendorAddresses.of(name));
            return;
        }
        // what of an address is behind the host no account tells
        var path = address.substring(address.indexOf("//") + 2);
        assertThat(path.contains("/") ? sources() : path).as(name).contains(path);
    }

    private static String sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java/io/agw/server/provider"))) {
            var text = new StringBuilder();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    private static @Nullable String address(String name) {
        return OptionTypes.needsAddress(name) ? "https://vendor.example" : null;
    }

    private Provider open(String name, @Nullable String baseUrl) {
        var options = new HashMap<String, JsonNode>();
        Shapes.of(OptionTypes.of(name).orElseThrow()).fields().stream()
                .filter(ProviderTypesPageTest::isRequired)
                .forEach(field ->
                        options.put(field.name(), JsonNodeFactory.instance.stringNode(REGION)));
        return Objects.requireNonNull(types.find(name))
                .open(
                        new ProviderSetup(
                                name,
                                "",
                                baseUrl,
                                new Secret(KEY),
                                false,
                                null,
                                null,
                                new Network(60, 0, 0, 4, 4, 60, null, null, Map.of()),
                                options));
    }
}
