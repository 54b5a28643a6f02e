package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a turn of the model's was nothing but a thought that the next vendor may not be shown, the
/// sides still take turns, whoever is asked.
final class FittingTest {
    private static final String REQUEST =
            """
            {"model":"m","max_tokens":9,"messages":[
             {"role":"user","content":"first"},
             {"role":"assistant","content":[{"type":"redacted_thinking","data":"agwxsome0000"}]},
             {"role":"user","content":[{"type":"text","text":"second"}]},
             {"role":"assistant","content":"third"},
             {"role":"user","content":"fourth"}]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"chat", "messages", "generate", "converse"})
    void sidesTakeTurns(String name) throws Inexpressible {
        var dialect = Objects.requireNonNull(KnownDialects.upstreams().get(name));
        var client = Objects.requireNonNull(KnownDialects.all().get("messages"));
        var request = (ObjectNode) ToolArguments.EXACT.readTree(REQUEST);
        var asked = client.readRequest(request).with("m", false);

        var fitting = Fitting.of(asked, dialect.signatory("m"), "m");
        var written =
                dialect.writeRequest(fitting.conversation(), new WritingRules("m", 9, null))
                        .request();

        var roles = new ArrayList<String>();
        var turns = written.path(name.equals("generate") ? "contents" : "messages");
        turns.forEach(turn -> roles.add(turn.path("role").asString()));
        var model = name.equals("generate") ? "model" : "assistant";
        assertThat(roles).containsExactly("user", model, "user");
        assertThat(texts(turns.get(0))).containsExactly("first", "second");
        assertThat(fitting.left()).containsExactly("thinking.signature");
    }

    private static List<String> texts(JsonNode node) {
        var found = new ArrayList<String>();
        for (var member : node.properties()) {
            if (member.getKey().equals("text")) {
                found.add(member.getValue().asString());
            }
            found.addAll(texts(member.getValue()));
        }
        if (node.isArray()) {
            node.forEach(item -> found.addAll(texts(item)));
        }
        return found;
    }
}
