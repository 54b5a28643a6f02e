package io.agw.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Provider;
import io.agw.bundle.options.OptionTypes;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.Shapes;
import io.agw.server.call.CallSettings;
import io.agw.server.call.EgressPolicy;
import io.agw.server.call.Sweeper;
import io.agw.server.call.SystemResolver;
import io.agw.server.call.UpstreamClient;
import io.agw.server.provider.anthropic.AnthropicType;
import io.agw.server.provider.azure.AzureOpenAiType;
import io.agw.server.provider.bedrock.BedrockType;
import io.agw.server.provider.claudecode.ClaudeCodeType;
import io.agw.server.provider.codex.CodexType;
import io.agw.server.provider.compatible.CompatibleTypes;
import io.agw.server.provider.echo.EchoType;
import io.agw.server.provider.gemini.GeminiType;
import io.agw.server.provider.openai.OpenAiType;
import io.agw.server.provider.vertex.VertexType;
import io.agw.server.upstream.GoogleCloud;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a bundle's own rules let through can be opened: nothing is refused for the first time
/// when the gateway compiles a configuration.
final class OfflineRulesTest {
    private static final List<String> TEXTS =
            List.of(
                    "plain-1",
                    "",
                    " ",
                    " x ",
                    "a b",
                    "a/b",
                    "/a",
                    "/a/../b",
                    "/a?b=c&d",
                    "/a#b",
                    "/ä",
                    "ä€",
                    "a\tb",
                    "a\nb",
                    "{}",
                    "../..",
                    "..",
                    "-",
                    "-a",
                    "a-",
                    "x".repeat(5_000));
    private static final List<String> ADDRESSES =
            List.of(
                    "",
                    "http://a.example",
                    "https://a.example:8443/v1/",
                    " https://a.example",
                    "HTTPS://A.EXAMPLE",
                    "https://a.example:0",
                    "https://a.example:65536",
                    "https://a.example:-1",
                    "https://a_b.example",
                    "https://[::1]:8/v1",
                    "https://[fe80::1%25eth0]/",
                    "https://metadata.google.internal",
                    "https://169.254.169.254/v1",
                    "http://[::ffff:169.254.169.254]:3128",
                    "https://[fd00:ec2::254]",
                    "http://0.0.0.0:1080",
                    "socks5://224.0.0.1",
                    "http://169.254.1.1",
                    "https://10.0.0.1",
                    "https://2130706433/",
                    "https://0177.0.0.1/",
                    "https://127.1",
                    "https://192.0.2.1.",
                    "https://u:p@a.example",
                    "https://a.example/?q=1",
                    "https://a.example/#f",
                    "https://a.example/a b",
                    "https://a.example/%zz",
                    "https://a.example/ä",
                    "https://ä.example",
                    "https:///v1",
                    "ftp://a.example",
                    "socks5://a.example:1080",
                    "socks5h://u:p%40@a.example",
                    "http://u:p@a.example:3128/",
                    "http://a.example/path",
                    "a.example",
                    "https://");
    private static final List<String> HEADERS =
            List.of(
                    "x-a",
                    "Host",
                    "Expect",
                    "TE",
                    "Connection",
                    "Content-Length",
                    "x a",
                    "x:a",
                    "ä",
                    "",
                    "Authorization",
                    "Content-Type",
                    "x-a\n");

    private static SystemResolver resolver;
    private static Sweeper sweeper;
    private static UpstreamClient client;
    private static ProviderTypes types;
    private static String keyFile;

    @BeforeAll
    static void open() throws Exception {
        resolver = new SystemResolver();
        sweeper = new Sweeper();
        client =
                new UpstreamClient(
                        CallSettings.defaults(),
                        new EgressPolicy(true, List.of()),
                        resolver,
                        SSLContext.getDefault(),
                        sweeper);
        var clock = InstantSource.system();
        var all = new ArrayList<ProviderType>(CompatibleTypes.all(client));
        all.addAll(
                List.of(
                        new OpenAiType(client),
                        new AnthropicType(client),
                        new EchoType(clock),
                        new GeminiType(client),
                        new ClaudeCodeType(client),
                        new CodexType(client),
                        new AzureOpenAiType(client),
                        new BedrockType(client, clock),
                        new VertexType(client, clock)));
        types = new ProviderTypes(all);
        // costly to make
        keyFile = new GoogleCloud(clock).keyFile(9);
    }

    @AfterAll
    static void close() throws Exception {
        client.close();
        sweeper.close();
        resolver.close();
    }

    static Stream<String> names() {
        return OptionTypes.names().stream();
    }

    static Stream<Arguments> options() {
        return names().flatMap(type ->
                Shapes.of(OptionTypes.of(type).orElseThrow()).fields().stream()
                        .map(option -> Arguments.of(type, option.name(), option)));
    }

    @Test
    void everyTypeThatABundleMayNameIsThere() {
        assertThat(types.names()).containsAll(new TreeSet<>(OptionTypes.names()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void anOptionIsRefusedWithItsPlaceOrServed(String type, String name, FieldShape option) {
        var refused =
                values(option).stream()
                        .flatMap(value -> problems(type, name, value, "").stream())
                        .toList();

        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem.toString())
                                .matches(
                                        Pattern.compile(
                                                "b.yaml:6:\\d+: error AGW110[0-9]: options\\."
                                                        + name
                                                        + "(: .+| is missing) \\(expected: .+\\).*",
                                                Pattern.DOTALL)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whateverElseValidatesCompiles(String type) {
        for (var text : TEXTS) {
            problems(type, "", "", "api_key: " + quoted(text));
            problems(type, "", "", "network: {extra_headers: {x-a: " + quoted(text) + "}}");
        }
        for (var name : HEADERS) {
            problems(type, "", "", "network: {extra_headers: {" + quoted(name) + ": v}}");
        }
        for (var address : ADDRESSES) {
            problems(type, "", "", "base_url: " + quoted(address));
            problems(type, "", "", "network: {proxy_url: " + quoted(address) + "}");
        }
        problems(type, "", "", "network: {tls_roots: x}");
        assertThat(problems(type, "", "", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"AccessKeyId\":\"A\"}",
                "{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\" \"}",
                "{\"AccessKeyId\":\"ключ\",\"SecretAccessKey\":\"s\"}",
            })
    void jsonThatIsNoAccessKeyIsRefused(String key) {
        assertThat(problems("bedrock", "", "", "api_key: " + quoted(key)))
                .extracting(Problem::toString)
                .containsExactly(
                        "b.yaml:8:12: error AGW1104: api_key: a value (expected: JSON with"
                                + " AccessKeyId and SecretAccessKey)");
    }

    @Test
    void anAccessKeyIsTaken() {
        var key = "{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\"}";

        assertThat(problems("bedrock", "", "", "api_key: " + quoted(key))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "token_uri, ftp://a.example, ', with token_uri an http:// or https:// URL'",
        "token_uri, https://metadata.google.internal, ', with token_uri an http:// or https:// URL'",
        "private_key, abc, ', with private_key an RSA key in PKCS #8'",
        "client_email, '', ', with client_email'",
    })
    void aServiceAccountIsTakenOrRefused(String member, String value, String expected) {
        var file = (ObjectNode) JsonMapper.shared().readTree(keyFile);
        if (!member.isEmpty()) {
            file.put(member, value);
        }

        var said =
                expected.isEmpty()
                        ? List.<String>of()
                        : List.of(
                                "b.yaml:8:12: error AGW1104: api_key: a value (expected: a service"
                                        + " account's JSON"
                                        + expected
                                        + ")");
        assertThat(problems("vertex", "", "", "api_key: " + quoted(file.toString())))
                .extracting(Problem::toString)
                .isEqualTo(said);
    }

    private static List<String> values(FieldShape option) {
        return switch (option.type()) {
            case FieldType.Choice choice ->
                    Stream.concat(choice.words().keySet().stream(), Stream.of("codex", "cc"))
                            .toList();
            case FieldType.Text _ -> TEXTS.stream().map(OfflineRulesTest::quoted).toList();
            case FieldType.Bool _ -> List.of("true", "false", "maybe");
            case FieldType.Int _, FieldType.Real _ ->
                    List.of("0", "1", "-1", "0.5", "2", "20", "21", "-2.1", "2147483648");
            case FieldType.Spelled _,
                    FieldType.DurationText _,
                    FieldType.Timestamp _,
                    FieldType.ListOf _,
                    FieldType.MapOf _,
                    FieldType.Nested _,
                    FieldType.Union _,
                    FieldType.SecretText _,
                    FieldType.Free _ ->
                    throw new AssertionError(option.name() + " (expected: values to try)");
        };
    }

    /// What a bundle with this provider is refused for, having what the type needs besides. One
    /// that is not refused must compile.
    private static List<Problem> problems(String type, String option, String value, String member) {
        var options = new ArrayList<String>();
        if (type.equals("bedrock") && !option.equals("region")) {
            options.add("region: eu-central-1");
        }
        if (type.equals("vertex") && !option.equals("project")) {
            options.add("project: p-1");
        }
        if (!option.isEmpty()) {
            options.add(option + ": " + value);
        }
        var base =
                OptionTypes.needsAddress(type) && !member.startsWith("base_url")
                        ? "base_url: https://a.example"
                        : "";
        var text =
                "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\nproviders:\n- id: p\n"
                        + "  provider_type: "
                        + type
                        + "\n"
                        + "  options: {"
                        + String.join(", ", options)
                        + "}\n"
                        + "  "
                        + base
                        + "\n"
                        + "  "
                        + member
                        + "\n";
        var file = new SourceFile("b.yaml", text.getBytes(StandardCharsets.UTF_8));
        return switch (new BundleLoader().load(List.of(file), Variables.none())) {
            case Loaded.Valid valid -> {
                assertThat(compiled(valid)).as(text).isEmpty();
                yield List.of();
            }
            case Loaded.Invalid invalid ->
                    invalid.problems().stream()
                            .filter(problem -> problem.severity() == Severity.ERROR)
                            .toList();
        };
    }

    private static List<Problem> compiled(Loaded.Valid valid) {
        var declared = valid.bundle().objects().firstEntry().getValue();
        var problems = new Problems();
        types.check((Provider) declared.object(), declared.position(), problems);
        return problems.sorted();
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
