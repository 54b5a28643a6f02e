package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// A request that another dialect says in full means the same when it comes back from there.
final class ThereAndBackTest {
    private static final long MAX_TOKENS = 4_096;

    /// Where another dialect has only other words for it, which stay other ones when they come
    /// back.
    private static final Set<String> IN_OTHER_WORDS =
            Set.of(
                    // that a tool failed is said in its words
                    "failed-tool-result/request.generate.json by chat",
                    "failed-tool-result/request.generate.json by responses",
                    "tool-results/request.messages.json by chat",
                    // a picture that a tool gave stands behind its result
                    "tool-result-image/request.messages.json by chat",
                    "tool-result-with-image/request.generate.json by chat",
                    "tool-result-with-image/request.responses.json by chat",
                    // instructions all stand in front
                    "system-prompts/request.chat.json by generate",
                    "system-prompts/request.chat.json by messages",
                    "system-prompts/request.responses.json by generate",
                    "system-prompts/request.responses.json by messages",
                    "system-within/request.messages.json by chat",
                    // a schema binds the calls of all tools or none, by the choice among them
                    "tool-choice-named/request.chat.json by generate",
                    "tool-choice-named/request.responses.json by generate",
                    "tool-choice-none/request.chat.json by generate",
                    "tool-choice-none/request.responses.json by generate",
                    "tool-choice-some/request.responses.json by generate",
                    "tool-definitions/request.responses.json by generate",
                    "tool-results/request.chat.json by generate",
                    "tool-results/request.responses.json by generate");

    @Test
    void itMeansTheSame() throws IOException {
        int same = 0;
        var inOtherWords = new HashSet<String>();
        for (var request : requests()) {
            for (var through : KnownDialects.all().keySet()) {
                var name = TranslationGoldenTest.CASES.relativize(request) + " by " + through;
                var again = thereAndBack(request, through);
                if (again.isEmpty()) {
                    continue;
                }
                if (IN_OTHER_WORDS.contains(name)) {
                    assertThat(again.get()).as(name).isNotEqualTo(meaning(request));
                    inOtherWords.add(name);
                } else {
                    assertThat(again.get()).as(name).isEqualTo(meaning(request));
                    same++;
                }
            }
        }
        assertThat(inOtherWords).isEqualTo(IN_OTHER_WORDS);
        assertThat(same).isGreaterThanOrEqualTo(150);
    }

    private static Conversation meaning(Path request) throws IOException {
        try {
            return Meaning.of(dialect(request).readRequest(read(request)), MAX_TOKENS);
        } catch (Inexpressible e) {
            throw new IllegalStateException(request.toString(), e);
        }
    }

    /// Empty where one of the dialects cannot say all of it.
    private static Optional<Conversation> thereAndBack(Path request, String by) throws IOException {
        var dialect = dialect(request);
        var through = dialect(by);
        try {
            var there = written(through, dialect.readRequest(read(request)));
            if (dialect.getClass().equals(through.getClass()) || there.isEmpty()) {
                return Optional.empty();
            }
            var back = written(dialect, through.readRequest(there.get()));
            return back.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Meaning.of(dialect.readRequest(back.get()), MAX_TOKENS));
        } catch (Inexpressible _) {
            return Optional.empty();
        }
    }

    private static Dialect dialect(Path request) {
        return dialect(String.valueOf(request.getFileName()).split("\\.", -1)[1]);
    }

    private static Dialect dialect(String name) {
        return Objects.requireNonNull(KnownDialects.all().get(name), name);
    }

    private static ObjectNode read(Path request) throws IOException {
        return (ObjectNode) ToolArguments.EXACT.readTree(Files.readString(request));
    }

    private static Optional<ObjectNode> written(Dialect dialect, Conversation conversation)
            throws Inexpressible {
        var rules = new WritingRules("model", MAX_TOKENS, null, Translation.CHAT_HABITS);
        var written = dialect.writeRequest(conversation, rules);
        return written.left().isEmpty()
                ? Optional.of(Sent.over(written.request()))
                : Optional.empty();
    }

    private static List<Path> requests() throws IOException {
        try (var files = Files.walk(TranslationGoldenTest.CASES)) {
            return files.filter(file ->
                            String.valueOf(file.getFileName()).matches("request\\.[a-z]+\\.json"))
                    .sorted()
                    .toList();
        }
    }
}
