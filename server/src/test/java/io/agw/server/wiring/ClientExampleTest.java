package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The client that the examples show, run as it is against the quickstart's gateway.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientExampleTest {
    private static final Path EXAMPLES = Path.of("../gitops-examples").toAbsolutePath();
    private static final Path PROGRAM = EXAMPLES.resolve("clients/Ask.java");

    @TempDir Path home;

    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.copy(EXAMPLES.resolve("quickstart/bundle.yaml"), bundles.resolve("bundle.yaml"));
        gateway =
                RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                        .awaitReady();
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--stream", "--api responses", "--stream --api responses"})
    void theAnswerIsPrinted(String options) throws Exception {
        var ran = ask(gateway.key("quickstart"), options, "hello once more");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo("hello once more\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void aRefusalIsSaid() throws Exception {
        var ran = ask("vk-wrong", "", "hello");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("401");
    }

    @Test
    void itNamesTheLibraryThatItIsTestedWith() throws Exception {
        var named =
                Pattern.compile("//DEPS com\\.openai:openai-java:(\\S+)")
                        .matcher(Files.readString(PROGRAM));
        var tested =
                Pattern.compile("<version\\.openai>(.*)</version\\.openai>")
                        .matcher(Files.readString(Path.of("../pom.xml")));

        assertThat(named.find()).isTrue();
        assertThat(tested.find()).isTrue();
        assertThat(named.group(1)).isEqualTo(tested.group(1));
    }

    private CodingClient.Ran ask(String key, String options, String question) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add("-XX:TieredStopAtLevel=1");
        arguments.add("-cp");
        arguments.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        arguments.add(PROGRAM.toString());
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ", -1)));
        }
        arguments.add(question);
        var java = Path.of(System.getProperty("java.home"), "bin/java");
        return new CodingClient(java, home)
                .run(
                        Map.of("OPENAI_BASE_URL", gateway.baseUrl(), "OPENAI_API_KEY", key),
                        arguments.toArray(String[]::new));
    }
}
