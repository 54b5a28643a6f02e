package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.house.Golden;
import io.agw.server.dialect.conversation.AnswerFold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every input of every case, translated to every dialect that its reader may speak, is byte by
/// byte what a person has read and approved.
///
/// A case is a folder. `request.D.json`, `answer.D.json` and `stream.D.txt` are inputs in dialect
/// D, `request.D-E.json` and so on what becomes of them in E. Requests are of clients, answers of
/// upstreams. With `-Dgolden=write` the test writes what it finds, for a person to read in the
/// diff.
final class TranslationGoldenTest {
    static final Path CASES = Path.of("src/test/resources/io/agw/server/dialect/shape/golden");

    @TestFactory
    Stream<DynamicTest> translations() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (var input : inputs()) {
            var readers =
                    input.what().equals("request")
                            ? KnownDialects.upstreams().keySet()
                            : KnownDialects.all().keySet();
            for (var to : readers) {
                tests.add(
                        DynamicTest.dynamicTest(
                                input.name() + " to " + to, () -> check(input, to)));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> streamsAreTheSameHoweverTheyAreCut() throws IOException {
        return inputs().stream()
                .filter(input -> input.what().equals("stream"))
                .flatMap(input ->
                        KnownDialects.all().entrySet().stream()
                                .map(to ->
                                        DynamicTest.dynamicTest(
                                                input.name() + " to " + to.getKey(),
                                                () -> cut(input, to.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> aStreamAddsUpToTheWholeAnswer() throws IOException {
        return inputs().stream()
                .filter(input -> input.what().equals("stream"))
                .filter(input -> Files.exists(input.sibling("answer", "json")))
                .map(input -> DynamicTest.dynamicTest(input.name(), () -> fold(input)));
    }

    @TestFactory
    Stream<DynamicTest> aRequestWrittenInItsOwnDialectMeansTheSame() throws IOException {
        return inputs().stream()
                .filter(input -> input.what().equals("request"))
                .map(input -> DynamicTest.dynamicTest(input.name(), () -> roundTrip(input)));
    }

    private static void check(Input input, String name) throws Exception {
        var found =
                switch (input.what()) {
                    case "request" ->
                            Translation.request(
                                    input.client(),
                                    known(KnownDialects.upstreams(), name),
                                    input.text());
                    case "answer" ->
                            Translation.answer(
                                    input.upstream(),
                                    known(KnownDialects.all(), name),
                                    input.text());
                    default ->
                            Translation.stream(
                                    input.upstream(),
                                    known(KnownDialects.all(), name),
                                    input.text(),
                                    4_096);
                };
        var file = input.sibling(input.what(), input.from() + "-" + name, input.ending());
        Golden.check(file, found);
    }

    private static void cut(Input input, Dialect to) throws IOException {
        var whole = Translation.stream(input.upstream(), to, input.text(), 1 << 20);
        for (int chunk : new int[] {1, 2, 3, 5, 7, 16, 61}) {
            assertThat(Translation.stream(input.upstream(), to, input.text(), chunk))
                    .isEqualTo(whole);
        }
    }

    private static void fold(Input input) throws Exception {
        var streamed = new AnswerFold();
        Translation.events(input.upstream(), input.text(), 4_096, streamed::add);
        var whole = new AnswerFold();
        var answer = Files.readString(input.sibling("answer", "json"));
        input.upstream()
                .answerReader("id-1")
                .whole(JsonMapper.shared().readTree(answer), whole::add);
        assertThat(streamed.isComplete()).isTrue();
        assertThat(streamed.answer()).isEqualTo(whole.answer());
    }

    private static void roundTrip(Input input) throws Exception {
        var request = (ObjectNode) JsonMapper.shared().readTree(input.text());
        var read = input.client().readRequest(request.deepCopy());
        if (!read.foreign().isEmpty()) {
            return; // such a request goes to its own dialect as bytes, never through here
        }
        var rules = new WritingRules(read.model(), 4_096, null, Translation.CHAT_HABITS);
        var written = Sent.over(input.client().writeRequest(read, rules).request());
        var again = input.client().readRequest(written);
        assertThat(again).isEqualTo(read);
    }

    private static <D> D known(Map<String, D> dialects, String name) {
        return Objects.requireNonNull(dialects.get(name), "no dialect " + name);
    }

    private static List<Input> inputs() throws IOException {
        var inputs = new ArrayList<Input>();
        try (var files = Files.walk(CASES)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var parts = String.valueOf(file.getFileName()).split("\\.", -1);
                if (parts.length == 3 && !parts[1].contains("-")) {
                    inputs.add(new Input(file, parts[0], parts[1], parts[2]));
                }
            }
        }
        inputs.sort(Comparator.comparing(Input::name));
        return inputs;
    }

    /// @param what `request`, `answer` or `stream`
    private record Input(Path file, String what, String from, String ending) {
        String name() {
            return CASES.relativize(file).toString();
        }

        Dialect client() {
            return known(KnownDialects.all(), from);
        }

        UpstreamDialect upstream() {
            return known(KnownDialects.upstreams(), from);
        }

        String text() throws IOException {
            return Files.readString(file);
        }

        Path sibling(String otherWhat, String otherEnding) {
            return sibling(otherWhat, from, otherEnding);
        }

        Path sibling(String otherWhat, String dialects, String otherEnding) {
            return file.resolveSibling(otherWhat + "." + dialects + "." + otherEnding);
        }
    }
}
