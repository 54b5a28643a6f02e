package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.call.CallFailed;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import io.agw.server.dialect.shape.Dialect.AnswerWriter;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.SignedReader;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever member of whatever event an upstream blows up, and however often: no more of it is kept
/// than an answer may have. What is kept is looked up in the reader and the writer themselves.
final class KeptAnswersTest {
    private static final Path STREAMS =
            Path.of("src/test/resources/io/agw/server/dialect/shape/golden");
    private static final int LONGEST = 32 * 1024;
    private static final int TIMES = 40;

    /// Base64, as some members have to be.
    private static final String LONG = "abcd".repeat(2 * 1024);

    /// The event that goes too far, and that a writer keeps some of it in two shapes.
    private static final int MOST = 3 * (LONGEST + LONG.length()) + LONG.length();

    private static final Map<String, Api> APIS =
            Map.of(
                    "chat", Api.CHAT,
                    "messages", Api.MESSAGES,
                    "generate", Api.GENERATE,
                    "responses", Api.RESPONSES,
                    "converse", Api.CONVERSE);
    private static final List<Api> CLIENTS =
            List.of(Api.CHAT, Api.MESSAGES, Api.GENERATE, Api.RESPONSES);

    @TestFactory
    Stream<DynamicTest> noMemberIsKeptWithoutEnd() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (var upstream : new TreeMap<>(APIS).entrySet()) {
            tests.add(
                    DynamicTest.dynamicTest(
                            upstream.getKey(),
                            () -> blowUp(upstream.getKey(), upstream.getValue())));
        }
        return tests.stream();
    }

    private static void blowUp(String dialect, Api upstream) throws IOException {
        var seen = new HashSet<String>();
        int tooLarge = 0;
        for (var stream : streams(dialect)) {
            for (int at = 0; at < stream.size(); at++) {
                for (var member : texts("", stream.get(at))) {
                    if (!seen.add(shape(stream.get(at)) + member)) {
                        continue;
                    }
                    for (var client : CLIENTS) {
                        for (boolean anew : new boolean[] {false, true}) {
                            var turn = new Turn(upstream, client);
                            var bomb = new Bomb(stream.get(at), member, anew);
                            tooLarge += turn.run(stream.subList(0, at), bomb) ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertThat(tooLarge).as("answers that were too large").isGreaterThan(20);
    }

    private static List<List<JsonNode>> streams(String dialect) throws IOException {
        var streams = new ArrayList<List<JsonNode>>();
        try (var files = Files.walk(STREAMS)) {
            for (var file : files.sorted().toList()) {
                if (file.endsWith("stream." + dialect + ".txt")) {
                    streams.add(
                            Files.readAllLines(file).stream()
                                    .filter(line -> line.startsWith("data: {"))
                                    .map(line -> ToolArguments.EXACT.readTree(line.substring(6)))
                                    .toList());
                }
            }
        }
        return streams;
    }

    private static String shape(JsonNode event) {
        return event.path("type").asString("") + texts("", event);
    }

    /// Pointers to everything that is a text.
    private static List<String> texts(String at, JsonNode node) {
        var found = new ArrayList<String>();
        if (node.isString()) {
            found.add(at);
        }
        for (var member : node.properties()) {
            found.addAll(texts(at + "/" + member.getKey(), member.getValue()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.addAll(texts(at + "/" + i, node.get(i)));
        }
        return found;
    }

    /// An event of which one text is long.
    ///
    /// @param anew whether it is of another block each time
    private record Bomb(JsonNode event, String member, boolean anew) {
        JsonNode time(int n) {
            var copy = event.deepCopy();
            int slash = member.lastIndexOf('/');
            var name = member.substring(slash + 1);
            var text = anew ? LONG + "%04d".formatted(n) : LONG;
            switch (copy.at(member.substring(0, slash))) {
                case ObjectNode parent -> parent.put(name, text);
                case ArrayNode parent ->
                        parent.set(Integer.parseInt(name), parent.stringNode(text));
                default -> throw new IllegalStateException(member);
            }
            if (anew) {
                renumber(copy, n);
            }
            return copy;
        }

        /// Which of the choices it is stays as it was, for nobody asks for a second one.
        private static void renumber(JsonNode node, int n) {
            for (var member : node.properties()) {
                var name = member.getKey();
                var value = member.getValue();
                boolean choice = name.equals("index") && node.has("delta");
                if (node instanceof ObjectNode object) {
                    if (value.isInt()
                            && name.toLowerCase(Locale.ROOT).endsWith("index")
                            && !choice) {
                        object.put(name, value.intValue() + n);
                    } else if (value.isString()
                            && name.endsWith("id")
                            && value.stringValue().length() < LONG.length()) {
                        object.put(name, value.stringValue() + n);
                    }
                }
                renumber(value, n);
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                renumber(node.get(i), n);
            }
        }
    }

    /// What a relay does with the events of one answer.
    private static final class Turn {
        private final AnswerReader reader;
        private final AnswerWriter writer;
        private final AnswerSize size = new AnswerSize(LONGEST);
        private final String name;

        Turn(Api upstream, Api client) {
            var dialects = PlaneHarness.SETTINGS.dialects();
            var spoken = dialects.upstream(upstream);
            reader =
                    new SignedReader(
                            spoken.answerReader("answer-1"), new Signer(spoken.signatory("m")));
            writer = dialects.of(client).answerWriter(new AnsweringRules("m", "r", 1, true));
            name = upstream + " to " + client;
        }

        /// @return whether the answer was too large
        boolean run(List<JsonNode> before, Bomb bomb) {
            try {
                for (var event : before) {
                    take(event);
                }
                for (int n = 0; n < TIMES; n++) {
                    take(bomb.time(n));
                    assertThat(KeptTexts.characters(List.of(reader, writer)))
                            .as("%s: %s of %s, %d times", name, bomb.member(), bomb.event(), n)
                            .isLessThan(MOST);
                }
                return false;
            } catch (CallFailed _) {
                assertThat(KeptTexts.characters(List.of(reader, writer)))
                        .as("%s: %s of %s, at last", name, bomb.member(), bomb.event())
                        .isLessThan(MOST);
                return true;
            } catch (MalformedAnswer _) {
                return false;
            }
        }

        private void take(JsonNode event) throws CallFailed, MalformedAnswer {
            reader.event(
                    event,
                    told -> {
                        if (size.add(told)) {
                            writer.event(told, new StringBuilder());
                        }
                    });
            size.check(reader.kept());
        }
    }
}
