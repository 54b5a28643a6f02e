package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// The chunks of a stream as text: most of each is the same, so no tree is built.
final class Chunks {
    private static final String CHOICE = "\"choices\":[{\"index\":0,\"delta\":{";
    private static final String GOES_ON = "},\"logprobs\":null,\"finish_reason\":null}]";

    private final JsonStringEncoder strings = JsonStringEncoder.getInstance();
    private final String head;
    private final String tail;

    /// @param id of the answer
    Chunks(AnsweringRules rules, String id) {
        var start = new StringBuilder("data: {\"id\":");
        quote(id, start);
        start.append(",\"object\":\"chat.completion.chunk\",\"created\":").append(rules.created());
        start.append(",\"model\":");
        quote(rules.model(), start);
        head = start.append(',').toString();
        tail = rules.usage() ? ",\"usage\":null}\n\n" : "}\n\n";
    }

    void role(StringBuilder to) {
        begin(to).append("\"role\":\"assistant\",\"content\":\"\"");
        end(to);
    }

    void words(String member, String text, StringBuilder to) {
        begin(to).append('"').append(member).append("\":");
        quote(text, to);
        end(to);
    }

    /// Plainly and in detail: clients that show thoughts look for the one, those that hand them
    /// back need the other.
    void thought(int number, String text, StringBuilder to) {
        begin(to).append("\"reasoning_content\":");
        quote(text, to);
        detail(number, "reasoning.text\",\"text", text, to.append(','));
    }

    void thoughtSigned(int number, String signature, StringBuilder to) {
        detail(number, "reasoning.text\",\"signature", signature, begin(to));
    }

    void sealed(int number, String data, StringBuilder to) {
        detail(number, "reasoning.encrypted\",\"data", data, begin(to));
    }

    private void detail(int number, String typeAndMember, String text, StringBuilder to) {
        to.append("\"reasoning_details\":[{\"type\":\"").append(typeAndMember).append("\":");
        quote(text, to);
        end(to.append(",\"index\":").append(number).append("}]"));
    }

    void callBegins(int number, String id, String name, StringBuilder to) {
        call(number, to).append(",\"id\":");
        quote(id, to);
        to.append(",\"type\":\"function\",\"function\":{\"name\":");
        quote(name, to);
        end(to.append(",\"arguments\":\"\"}}]"));
    }

    void arguments(int number, String text, StringBuilder to) {
        call(number, to).append(",\"function\":{\"arguments\":");
        quote(text, to);
        end(to.append("}}]"));
    }

    void callSigned(int number, String signature, StringBuilder to) {
        // client libraries take no piece of a call without its function
        call(number, to)
                .append(
                        ",\"function\":{\"arguments\":\"\"},\"extra_content\":{\"google\":{\"thought_signature\":");
        quote(signature, to);
        end(to.append("}}}]"));
    }

    private StringBuilder call(int number, StringBuilder to) {
        return begin(to).append("\"tool_calls\":[{\"index\":").append(number);
    }

    /// @param sequence the text at which the model stopped, as some servers of open models tell it
    void finish(String reason, @Nullable String sequence, StringBuilder to) {
        begin(to).append("},\"logprobs\":null,\"finish_reason\":\"").append(reason).append('"');
        if (sequence != null) {
            quote(sequence, to.append(",\"stop_reason\":"));
        }
        to.append("}]").append(tail);
    }

    void usage(TokenUsage usage, StringBuilder to) {
        to.append(head).append("\"choices\":[],\"usage\":").append(ChatUsage.write(usage));
        to.append("}\n\n");
    }

    private StringBuilder begin(StringBuilder to) {
        return to.append(head).append(CHOICE);
    }

    private void end(StringBuilder to) {
        to.append(GOES_ON).append(tail);
    }

    private void quote(String text, StringBuilder to) {
        to.append('"');
        strings.quoteAsString(text, to);
        to.append('"');
    }
}
