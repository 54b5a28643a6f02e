package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.FieldNames;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signatory;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's chat completions.
public final class ChatDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("chat");
    private static final FieldNames NAMES =
            new FieldNames(
                    Map.ofEntries(
                            Map.entry(
                                    "thinking",
                                    List.of(
                                            "messages[].reasoning_details",
                                            "messages[].reasoning_content",
                                            "messages[].reasoning")),
                            Map.entry(
                                    "thinking.signature",
                                    List.of(
                                            "messages[].reasoning_details[].signature",
                                            "messages[].reasoning_details[].data")),
                            Map.entry(
                                    "tool_call.signature",
                                    List.of(
                                            "messages[].tool_calls[].extra_content.google.thought_signature")),
                            Map.entry(
                                    "reasoning",
                                    List.of("reasoning_effort", "reasoning", "thinking")),
                            Map.entry(
                                    "reasoning_effort",
                                    List.of("reasoning_effort", "reasoning", "thinking")),
                            Map.entry(
                                    "reasoning.budget",
                                    List.of("reasoning.max_tokens", "thinking.budget_tokens")),
                            Map.entry("reasoning.shown", List.of("reasoning.exclude")),
                            Map.entry("max_tokens", List.of("max_completion_tokens", "max_tokens")),
                            Map.entry("detail", List.of("messages[].content[].image_url.detail")),
                            Map.entry("filename", List.of("messages[].content[].file.filename"))));

    @Override
    public Conversation readRequest(ObjectNode request) throws Inexpressible {
        return new RequestReader().read(Fields.of(request));
    }

    @Override
    public WrittenRequest writeRequest(Conversation conversation, WritingRules rules)
            throws Inexpressible {
        return new RequestWriter(rules).write(conversation);
    }

    @Override
    public FieldNames fieldNames() {
        return NAMES;
    }

    @Override
    public Signatory signatory(String model) {
        return VENDOR;
    }

    @Override
    public AnswerReader answerReader(String id) {
        return new ChatAnswerReader(id);
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new ChatAnswerWriter(rules);
    }
}
