package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is left out is called by a place in the client's own request, in every case that there is a
/// golden file of, towards every upstream, with all habits and with none.
final class LeftNamesTest {
    static List<Path> requests() throws IOException {
        try (var files = Files.walk(TranslationGoldenTest.CASES)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("request\\.[a-z]+\\.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyNameIsThatOfAPlaceInTheRequest(Path file) throws Exception {
        var client = file.getFileName().toString().split("\\.", -1)[1];
        var dialect = Objects.requireNonNull(KnownDialects.all().get(client));
        var request = (ObjectNode) ToolArguments.EXACT.readTree(Files.readString(file));
        Conversation conversation;
        try {
            conversation = dialect.readRequest(request.deepCopy());
        } catch (Inexpressible _) {
            return; // nobody is asked, and nothing left out
        }
        for (var upstream : KnownDialects.upstreams().entrySet()) {
            if (!upstream.getKey().equals(client)) {
                for (var field : left(conversation, upstream.getValue())) {
                    var name = dialect.fieldNames().of(field, request);
                    assertThat(stands(name.replaceAll("\\[\\d*]", "").split("\\.", -1), 0, request))
                            .as(upstream.getKey() + ": " + field + " as " + name)
                            .isTrue();
                }
            }
        }
    }

    private static Set<String> left(Conversation asked, UpstreamDialect upstream) {
        var left = new TreeSet<String>();
        for (var habits :
                List.of(
                        EnumSet.noneOf(ChatHabit.class),
                        EnumSet.copyOf(Translation.CHAT_HABITS),
                        EnumSet.of(ChatHabit.NEVER_THINKS),
                        EnumSet.of(ChatHabit.REASONING_CONTENT, ChatHabit.NO_BOOKKEEPING))) {
            for (var model : List.of("claude-sonnet-4-5", "gemini-2.5-pro", "gpt-5", "nova-2")) {
                try {
                    var rules = new WritingRules(model, 4_096, null, habits);
                    left.addAll(upstream.writeRequest(asked, rules).left());
                } catch (Inexpressible _) {
                    // refused, so that nothing is left out
                }
            }
        }
        return left;
    }

    /// Whether the names lead somewhere, through objects and the items of lists. One name alone may
    /// stand anywhere: cache marks have many places.
    private static boolean stands(String[] path, int from, JsonNode in) {
        if (in.isArray()) {
            return in.valueStream().anyMatch(item -> stands(path, from, item));
        }
        if (path.length == 1) {
            return in.has(path[0]) || in.valueStream().anyMatch(each -> stands(path, 0, each));
        }
        return from == path.length
                || (in.has(path[from]) && stands(path, from + 1, in.get(path[from])));
    }
}
