package io.agw.server.dialect;

import io.agw.server.dialect.TextPlace.Form;
import io.agw.server.dialect.TextPlace.Sort;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Finds texts by what they are not: every string counts but those that are known to be names, ids,
/// signatures or media, so that what a vendor adds is a text until somebody says otherwise. Not
/// thread-safe.
final class TextWalk {
    /// What no model reads.
    private static final Set<String> NO_TEXT =
            Set.of(
                    "type",
                    "role",
                    "id",
                    "model",
                    "object",
                    "name",
                    "status",
                    "call_id",
                    "item_id",
                    "tool_call_id",
                    "tool_use_id",
                    "signature",
                    "thoughtSignature",
                    "thought_signature",
                    "encrypted_content",
                    "obfuscation",
                    "format",
                    "finish_reason",
                    "finishReason",
                    "stop_reason",
                    "service_tier",
                    "server_url",
                    "authorization",
                    "authorization_token",
                    "headers",
                    "cache_control",
                    "mimeType",
                    "mime_type",
                    "media_type");

    /// What a model reads or has made that is no text, or a text that stands elsewhere.
    private static final Set<String> NOT_READ =
            Set.of(
                    "image_url",
                    "video_url",
                    "input_audio",
                    "audio",
                    "images",
                    "file_id",
                    "file_data",
                    "file_url",
                    "inlineData",
                    "inline_data",
                    "fileData",
                    "file_data_uri",
                    "b64_json",
                    "partial_image_b64",
                    "logprobs",
                    "logprobsResult",
                    "logprobs_result");

    /// Members by which one comes to the words of an answer. Below others none stand.
    private static final Set<String> WAY_TO_ANSWER =
            Set.of(
                    "choices",
                    "message",
                    "delta",
                    "content",
                    "content_block",
                    "output",
                    "response",
                    "item",
                    "part",
                    "candidates",
                    "parts");

    /// Members of answers that are calls, also where nothing is given to the tool.
    private static final Set<String> CALLS = Set.of("functionCall", "function_call");

    private final boolean isAnswer;
    private final List<TextPlace> places = new ArrayList<>();
    private final EnumSet<Sort> unread = EnumSet.noneOf(Sort.class);
    private int group;
    private boolean calls;

    /// Members below which one is that do not lead to the words of an answer.
    private int away;

    /// @param isAnswer whether the document is what a model answers
    TextWalk(boolean isAnswer) {
        this.isAnswer = isAnswer;
    }

    FoundTexts found() {
        return new FoundTexts(places, unread, calls);
    }

    /// Texts from here on are read apart from those before.
    void nextGroup() {
        group++;
    }

    void unread(Sort sort) {
        unread.add(sort);
    }

    void text(JsonCursor at, Sort sort, Form form) {
        places.add(new TextPlace(sort, form, group, at.valueStart(), at.valueEnd()));
        calls |= sort == Sort.TOOL_ARGUMENTS;
        group += isAnswer ? 1 : 0;
    }

    /// Finds the texts of the value at which a cursor stands.
    void value(JsonCursor at, Sort sort) throws MalformedJson {
        switch (at.kind()) {
            case '"' -> text(at, sort, Form.STRING);
            case '{' -> object(at, sort);
            case '[' -> {
                var items = at.inside();
                items.enter('[');
                while (items.nextItem()) {
                    value(items, sort);
                }
            }
            default -> {}
        }
    }

    private void object(JsonCursor at, Sort sort) throws MalformedJson {
        object(at, Self.of(at.inside()), sort);
    }

    private void object(JsonCursor at, Self self, Sort sort) throws MalformedJson {
        if (self.type.equals("item_reference")) {
            unread.add(sort);
            return;
        }
        boolean isEarlier = !isAnswer && sort == Sort.PROMPT && self.isModels();
        var members = at.inside();
        members.enterObject();
        while (members.nextMember()) {
            member(members, self, isEarlier ? Sort.EARLIER : sort);
        }
    }

    /// Finds the texts of a member of an object that does not say what it is.
    void member(JsonCursor member, Sort sort) throws MalformedJson {
        member(member, Self.UNTOLD, sort);
    }

    /// Finds the texts of a member of an object that says of which type it is.
    void member(JsonCursor member, String type, Sort sort) throws MalformedJson {
        member(member, new Self(type, "", false), sort);
    }

    /// How many have been found.
    int count() {
        return places.size();
    }

    private void member(JsonCursor member, Self self, Sort sort) throws MalformedJson {
        var name = member.name(member.nameStart(), member.nameEnd());
        calls |= isAnswer && (self.isCall() || CALLS.contains(name));
        if (NO_TEXT.contains(name) && member.kind() != '[' && !isObject(member, name)) {
            return;
        }
        if (NOT_READ.contains(name) || (name.equals("result") && self.type.startsWith("image_"))) {
            if (isSomething(member)) {
                unread.add(sort);
            }
            return;
        }
        if (isAnswer && self.isAnswer(name, member.kind()) && away == 0) {
            text(member, Sort.ANSWER, Form.STRING);
            return;
        }
        int before = away;
        away += isAnswer && (!WAY_TO_ANSWER.contains(name) || self.isResult()) ? 1 : 0;
        read(name, member, self, sort);
        away = before;
    }

    private void read(String name, JsonCursor member, Self self, Sort sort) throws MalformedJson {
        switch (name) {
            case "source" -> source(member, sort);
            case "parameters",
                    "parametersJsonSchema",
                    "parameters_json_schema",
                    "input_schema",
                    "schema",
                    "responseSchema",
                    "response_schema",
                    "responseJsonSchema",
                    "response_json_schema" ->
                    json(member, sort);
            case "partialArgs", "partial_args" -> {
                if (isSomething(member)) {
                    unread.add(given(sort));
                }
            }
            case "arguments", "partial_json" -> arguments(member, sort);
            case "args", "operation", "action" ->
                    json(member, member.kind() == '"' ? sort : given(sort));
            case "executableCode", "executable_code" -> value(member, given(sort));
            case "functionResponse",
                    "function_response",
                    "codeExecutionResult",
                    "code_execution_result" ->
                    value(member, result(sort));
            case "content", "output" -> value(member, self.isResult() ? result(sort) : sort);
            default -> {
                if (!asToldBy(self, name, member, sort)) {
                    value(member, sort);
                }
            }
        }
    }

    /// Takes a member that means something else than its like, as what it is or where it stands
    /// tells; false when it is like any other.
    private boolean asToldBy(Self self, String name, JsonCursor member, Sort sort)
            throws MalformedJson {
        char kind = (char) member.kind();
        if (name.equals("thinking") && kind == '"') {
            text(member, sort, isAnswer ? Form.STRING : Form.SIGNED);
        } else if (name.equals("custom") && kind == '{') {
            object(member, Self.CUSTOM, sort);
        } else if (name.equals("code") && self.isCall()) {
            value(member, given(sort));
        } else if (name.equals("input") && self.isCall()) {
            arguments(member, sort);
        } else if (name.equals("response") && sort == Sort.TOOL_RESULT && kind == '{') {
            text(member, sort, Form.JSON);
        } else {
            return name.equals("data") && self.type.equals("redacted_thinking");
        }
        return true;
    }

    /// Whether a member with a name that is no text holds more than one, as the properties of a
    /// tool do that are called so.
    private static boolean isObject(JsonCursor member, String name) {
        return member.kind() == '{' && !name.equals("headers") && !name.equals("cache_control");
    }

    private static boolean isSomething(JsonCursor member) {
        return switch (member.kind()) {
            case '"' -> member.valueEnd() - member.valueStart() > 2;
            case '{', '[' -> !member.isEmpty();
            default -> false;
        };
    }

    /// In an answer, what tools of the vendor gave back is a part of what the client is told.
    private Sort result(Sort sort) {
        return isAnswer ? sort : Sort.TOOL_RESULT;
    }

    private void arguments(JsonCursor member, Sort sort) throws MalformedJson {
        if (member.kind() == '"') {
            boolean json = !member.nameIs("input");
            text(member, given(sort), json ? Form.JSON_STRING : Form.STRING);
        } else {
            json(member, given(sort));
        }
    }

    /// What an answer gives tools is for them.
    private Sort given(Sort sort) {
        return isAnswer ? Sort.TOOL_ARGUMENTS : sort;
    }

    /// Arguments and schemas, in which names are whatever somebody has chosen.
    private void json(JsonCursor member, Sort sort) throws MalformedJson {
        if (member.kind() == '{' || member.kind() == '[') {
            text(member, sort, Form.JSON);
        } else {
            value(member, sort);
        }
    }

    /// Anthropic's documents are texts, or media.
    private void source(JsonCursor member, Sort sort) throws MalformedJson {
        if (member.kind() != '{') {
            value(member, sort);
            return;
        }
        switch (Self.of(member.inside()).type) {
            case "base64", "url", "file" -> unread.add(sort);
            default -> object(member, sort);
        }
    }

    /// What an object says it is.
    private record Self(String type, String role, boolean isThought) {
        static final Self UNTOLD = new Self("", "", false);

        /// A call of a tool that takes a text.
        static final Self CUSTOM = new Self("custom", "", false);

        static Self of(JsonCursor object) throws MalformedJson {
            var type = "";
            var role = "";
            boolean isThought = false;
            object.enterObject();
            while (object.nextMember()) {
                if (object.kind() == '"' && object.nameIs("type")) {
                    type = object.text();
                } else if (object.kind() == '"' && object.nameIs("role")) {
                    role = object.text();
                } else if (object.nameIs("thought")) {
                    isThought = object.kind() == 't';
                }
            }
            return new Self(type, role, isThought);
        }

        /// Whether it is what a model has said before.
        boolean isModels() {
            return role.equals("assistant")
                    || role.equals("model")
                    || type.equals("reasoning")
                    || type.endsWith("_call");
        }

        /// Whether one of its members is what a model answers.
        boolean isAnswer(String name, int kind) {
            if (kind != '"') {
                return false;
            }
            return switch (name) {
                case "content" -> type.isEmpty() && (role.isEmpty() || role.equals("assistant"));
                case "text" ->
                        switch (type) {
                            case "" -> !isThought;
                            case "text", "text_delta", "output_text", "response.output_text.done" ->
                                    true;
                            default -> false;
                        };
                default -> false;
            };
        }

        boolean isCall() {
            return type.endsWith("tool_use")
                    || type.endsWith("_call")
                    || type.contains("_call_")
                    || type.equals("custom");
        }

        boolean isResult() {
            return role.equals("tool")
                    || role.equals("function")
                    || type.endsWith("tool_result")
                    || type.endsWith("_call_output")
                    || type.equals("mcp_call");
        }
    }
}
