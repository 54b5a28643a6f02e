package io.agw.server.dialect;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Whether an answer, as the client's dialect has it, is one to be given again: whole, neither cut
/// off by a limit nor filtered, no error, and no refusal of the model. Stateless.
public final class CleanEnd {
    private static final String TYPE = "type";

    private CleanEnd() {}

    /// What a document says of the end.
    private enum Said {
        NOTHING,
        CLEAN,
        OTHERWISE;

        Said and(Said other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /// @param body of a whole answer
    public static boolean isOf(Api api, byte[] body, JsonLimits limits) {
        if (api.embeds()) {
            return true;
        }
        try {
            var ends = new Ends();
            var said = said(api, new JsonCursor(body, 0, body.length, limits), ends);
            return said == Said.CLEAN && ends.areAll();
        } catch (MalformedJson _) {
            return false;
        }
    }

    /// @param events of a whole stream
    public static boolean isOfStream(Api api, byte[] events, JsonLimits limits) {
        int most = events.length;
        if (most == 0) {
            return false;
        }
        var reader = new SseReader<IOException>(new GivenBytes(events, 0, most), most, most);
        var all = Said.NOTHING;
        var ends = new Ends();
        try {
            while (reader.next()) {
                if (reader.hasData() && reader.data()[reader.dataStart()] == '{') {
                    all =
                            all.and(
                                    said(
                                            api,
                                            new JsonCursor(
                                                    reader.data(),
                                                    reader.dataStart(),
                                                    reader.dataEnd(),
                                                    limits),
                                            ends));
                }
            }
        } catch (MalformedJson | SseFault | IOException _) {
            return false;
        }
        return all == Said.CLEAN && ends.areAll();
    }

    private static Said said(Api api, JsonCursor document, Ends ends) throws MalformedJson {
        var said = Said.NOTHING;
        document.enterObject();
        while (document.nextMember()) {
            if (document.nameIs("error") && !document.isNull()) {
                return Said.OTHERWISE;
            }
            said =
                    said.and(
                            switch (api) {
                                case CHAT -> answers(document, "choices", ends);
                                case GENERATE -> answers(document, "candidates", ends);
                                case MESSAGES -> message(document);
                                case RESPONSES -> response(document);
                                default -> Said.OTHERWISE;
                            });
        }
        return said;
    }

    /// Each of several answers says why it ends.
    private static Said answers(JsonCursor member, String list, Ends ends) throws MalformedJson {
        if (member.nameIs("promptFeedback")) {
            return blocked(member);
        }
        if (!member.nameIs(list) || member.kind() != '[') {
            return Said.NOTHING;
        }
        var said = Said.NOTHING;
        for (var answer : JsonItems.objects(member)) {
            var index = "0";
            boolean isOver = false;
            answer.enterObject();
            while (answer.nextMember()) {
                boolean isReason = answer.nameIs("finish_reason") || answer.nameIs("finishReason");
                if (isReason && !answer.isNull()) {
                    said = said.and(reason(answer));
                    isOver = true;
                } else if (answer.nameIs("message") || answer.nameIs("delta")) {
                    said = said.and(refusal(answer));
                } else if (answer.nameIs("index")) {
                    index = answer.name(answer.valueStart(), answer.valueEnd());
                }
            }
            ends.saw(index, isOver);
        }
        return said;
    }

    /// A chat that refuses ends like any other.
    private static Said refusal(JsonCursor message) throws MalformedJson {
        if (message.kind() != '{') {
            return Said.NOTHING;
        }
        var said = message.inside();
        said.enterObject();
        while (said.nextMember()) {
            if (said.nameIs("refusal") && said.kind() == '"' && !said.text().isEmpty()) {
                return Said.OTHERWISE;
            }
        }
        return Said.NOTHING;
    }

    /// So does a response, of whose messages one is a refusal.
    private static Said refusals(JsonCursor output) throws MalformedJson {
        for (var item : JsonItems.objects(output)) {
            item.enterObject();
            while (item.nextMember()) {
                if (item.nameIs("content") && item.kind() == '[' && hasRefusal(item)) {
                    return Said.OTHERWISE;
                }
            }
        }
        return Said.NOTHING;
    }

    private static boolean hasRefusal(JsonCursor content) throws MalformedJson {
        for (var part : JsonItems.objects(content)) {
            part.enterObject();
            while (part.nextMember()) {
                if (part.nameIs(TYPE) && part.kind() == '"' && part.text().equals("refusal")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Said blocked(JsonCursor feedback) throws MalformedJson {
        if (feedback.kind() != '{') {
            return Said.NOTHING;
        }
        var said = feedback.inside();
        said.enterObject();
        while (said.nextMember()) {
            if (said.nameIs("blockReason") && !said.isNull()) {
                return Said.OTHERWISE;
            }
        }
        return Said.NOTHING;
    }

    private static Said message(JsonCursor member) throws MalformedJson {
        if (member.nameIs("stop_reason")) {
            return member.isNull() ? Said.NOTHING : reason(member);
        }
        if (!member.nameIs("delta") || member.kind() != '{') {
            return Said.NOTHING;
        }
        var delta = member.inside();
        var said = Said.NOTHING;
        delta.enterObject();
        while (delta.nextMember()) {
            if (delta.nameIs("stop_reason") && !delta.isNull()) {
                said = said.and(reason(delta));
            }
        }
        return said;
    }

    private static Said response(JsonCursor member) throws MalformedJson {
        if (member.nameIs("output") && member.kind() == '[') {
            return refusals(member);
        }
        if (member.kind() != '"') {
            return Said.NOTHING;
        }
        if (member.nameIs("status")) {
            return switch (member.text()) {
                case "completed" -> Said.CLEAN;
                default -> Said.OTHERWISE;
            };
        }
        if (!member.nameIs(TYPE)) {
            return Said.NOTHING;
        }
        return switch (member.text()) {
            case "response.completed" -> Said.CLEAN;
            case "response.incomplete",
                    "response.failed",
                    "response.refusal.delta",
                    "response.refusal.done",
                    "error" ->
                    Said.OTHERWISE;
            default -> Said.NOTHING;
        };
    }

    private static Said reason(JsonCursor at) {
        if (at.kind() != '"') {
            return Said.OTHERWISE;
        }
        return switch (at.text()) {
            case "stop",
                    "tool_calls",
                    "function_call",
                    "end_turn",
                    "stop_sequence",
                    "tool_use",
                    "STOP" ->
                    Said.CLEAN;
            default -> Said.OTHERWISE;
        };
    }

    /// Which of several answers have begun, and which have come to an end.
    private static final class Ends {
        private final Set<String> begun = new HashSet<>();
        private final Set<String> over = new HashSet<>();

        void saw(String index, boolean isOver) {
            begun.add(index);
            if (isOver) {
                over.add(index);
            }
        }

        boolean areAll() {
            return over.containsAll(begun);
        }
    }
}
