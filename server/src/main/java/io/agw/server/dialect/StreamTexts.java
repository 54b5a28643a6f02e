package io.agw.server.dialect;

import io.agw.server.dialect.EventTexts.Piece;
import io.agw.server.dialect.TextPlace.Sort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what a model says in the events of a stream, and which events tell the same text. Each
/// event is looked at by itself: the keys are the dialect's own numbers. Immutable and thread-safe.
public final class StreamTexts {
    private static final String ALL = "";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Api api;
    private final JsonLimits limits;

    /// @param api that the client speaks
    public StreamTexts(Api api, JsonLimits limits) {
        this.api = api;
        this.limits = limits;
    }

    /// @param data bytes that hold the event's data at `[from, to)`
    /// @throws MalformedJson when it is no object within the limits
    public EventTexts read(byte[] data, int from, int to) throws MalformedJson {
        if (to - from == DONE.length && Octets.begin(data, from, to, DONE)) {
            return EventTexts.NONE; // the last word of chats
        }
        var event = event(data, from, to);
        var reading = new Reading();
        switch (api) {
            case CHAT -> chat(event, reading);
            case MESSAGES -> messages(event, Head.of(event(data, from, to)), reading);
            case RESPONSES -> responses(event, Head.of(event(data, from, to)), reading);
            case GENERATE -> generate(event, reading);
            case CONVERSE,
                    EMBEDDINGS,
                    EMBED_CONTENT,
                    EMBED_CONTENTS,
                    COUNT_TOKENS,
                    COUNT_CONTENT,
                    MODELS,
                    PASSTHROUGH,
                    PROBE ->
                    throw new IllegalStateException(api + " (expected: one that streams)");
        }
        event.expectEnd();
        return reading.texts();
    }

    private JsonCursor event(byte[] data, int from, int to) {
        return new JsonCursor(data, from, to, limits);
    }

    private static void chat(JsonCursor chunk, Reading reading) throws MalformedJson {
        chunk.enterObject();
        while (chunk.nextMember()) {
            if (!chunk.nameIs("choices") || chunk.kind() != '[') {
                reading.whole(chunk);
                continue;
            }
            var choices = chunk.inside();
            choices.enter('[');
            while (choices.nextItem()) {
                if (choices.kind() == '{') {
                    choice(choices, reading);
                } else {
                    reading.pieces(choices, null);
                }
            }
        }
    }

    private static void choice(JsonCursor choice, Reading reading) throws MalformedJson {
        var key = "choice " + number(choice.inside(), "index") + " ";
        var members = choice.inside();
        members.enterObject();
        while (members.nextMember()) {
            if (members.nameIs("delta") && members.kind() == '{') {
                delta(members.inside(), key, reading);
            } else if (members.nameIs("finish_reason") && members.kind() == '"') {
                reading.ended.add(key);
            } else {
                reading.whole(members);
            }
        }
    }

    private static void delta(JsonCursor delta, String choice, Reading reading)
            throws MalformedJson {
        delta.enterObject();
        while (delta.nextMember()) {
            var key = choice + delta.name(delta.nameStart(), delta.nameEnd());
            if (delta.kind() != '[') {
                boolean isAnswer = delta.nameIs("content");
                reading.piece(delta, isAnswer ? Sort.ANSWER : Sort.ASIDE, key);
                continue;
            }
            var items = delta.inside();
            items.enter('[');
            for (int i = 0; items.nextItem(); i++) {
                if (items.kind() == '{') {
                    long index = number(items.inside(), "index");
                    reading.pieces(items, key + " " + (index < 0 ? i : index));
                } else {
                    reading.pieces(items, key);
                }
            }
        }
    }

    private static void messages(JsonCursor event, Head head, Reading reading)
            throws MalformedJson {
        var type = head.type();
        var key = "block " + head.index() + " ";
        event.enterObject();
        while (event.nextMember()) {
            boolean isOfBlock = event.nameIs("delta") || event.nameIs("content_block");
            if (isOfBlock && type.startsWith("content_block") && event.kind() == '{') {
                block(event, key, reading);
            } else if (event.nameIs("message") && event.kind() == '{') {
                Texts.answer(event.inside(), reading.walk);
                reading.keep(null);
            } else {
                reading.whole(event);
            }
        }
        if (type.equals("content_block_stop")) {
            reading.ended.add(key);
        }
    }

    private static void block(JsonCursor event, String key, Reading reading) throws MalformedJson {
        var type = Head.of(event.inside()).type();
        boolean isTool = type.endsWith("tool_use");
        var block = event.inside();
        block.enterObject();
        while (block.nextMember()) {
            boolean isPiece =
                    block.kind() == '"'
                            && (block.nameIs("text")
                                    || block.nameIs("thinking")
                                    || block.nameIs("partial_json")
                                    || block.nameIs("content"));
            if (isPiece) {
                boolean isAnswer = block.nameIs("text");
                reading.piece(block, isAnswer ? Sort.ANSWER : Sort.ASIDE, key);
            } else if (isTool && block.nameIs("input") && block.kind() == '{') {
                reading.arguments(block);
            } else {
                reading.whole(block, type, Sort.ASIDE);
            }
        }
    }

    private static void responses(JsonCursor event, Head head, Reading reading)
            throws MalformedJson {
        var type = head.type();
        // behind it stands what a tool is given; a picture that a tool makes is the answer's
        var sort = type.contains("_call_") ? Sort.TOOL_ARGUMENTS : Sort.ASIDE;
        var output = "output " + head.index() + " ";
        if (type.startsWith("response.audio.")) {
            reading.walk.unread(Sort.ASIDE);
        }
        event.enterObject();
        while (event.nextMember()) {
            if (event.nameIs("delta") && event.kind() == '"') {
                var said = type.equals("response.output_text.delta") ? Sort.ANSWER : sort;
                reading.piece(
                        event, said, output + type + " " + head.part(), type.contains("arguments"));
            } else if (event.nameIs("response") && event.kind() == '{') {
                Texts.answer(event.inside(), reading.walk);
                reading.keep(null);
            } else {
                reading.whole(event, type, sort);
            }
        }
        if (type.endsWith(".done")) {
            reading.ended.add(output);
        } else if (isLast(type)) {
            reading.ended.add(ALL);
        }
    }

    private static boolean isLast(String type) {
        return switch (type) {
            case "response.completed", "response.incomplete", "response.failed" -> true;
            default -> false;
        };
    }

    private static void generate(JsonCursor chunk, Reading reading) throws MalformedJson {
        chunk.enterObject();
        while (chunk.nextMember()) {
            if (!chunk.nameIs("candidates") || chunk.kind() != '[') {
                reading.whole(chunk);
                continue;
            }
            var candidates = chunk.inside();
            candidates.enter('[');
            while (candidates.nextItem()) {
                if (candidates.kind() == '{') {
                    candidate(candidates, reading);
                } else {
                    reading.pieces(candidates, null);
                }
            }
        }
    }

    private static void candidate(JsonCursor candidate, Reading reading) throws MalformedJson {
        var key = "candidate " + Math.max(0, number(candidate.inside(), "index")) + " ";
        var members = candidate.inside();
        members.enterObject();
        while (members.nextMember()) {
            if (members.nameIs("content") && members.kind() == '{') {
                content(members.inside(), key, reading);
            } else if (members.nameIs("finishReason") && members.kind() == '"') {
                reading.ended.add(key);
            } else {
                reading.whole(members);
            }
        }
    }

    private static void content(JsonCursor content, String key, Reading reading)
            throws MalformedJson {
        content.enterObject();
        while (content.nextMember()) {
            if (!content.nameIs("parts") || content.kind() != '[') {
                reading.whole(content);
                continue;
            }
            var parts = content.inside();
            parts.enter('[');
            while (parts.nextItem()) {
                if (parts.kind() == '{') {
                    part(parts, key, reading);
                } else {
                    reading.pieces(parts, null);
                }
            }
        }
    }

    private static void part(JsonCursor parts, String key, Reading reading) throws MalformedJson {
        boolean isThought = isTrue(parts.inside(), "thought");
        var part = parts.inside();
        part.enterObject();
        while (part.nextMember()) {
            if (part.nameIs("text") && part.kind() == '"') {
                reading.piece(
                        part,
                        isThought ? Sort.ASIDE : Sort.ANSWER,
                        key + (isThought ? "thought" : "text"),
                        false);
            } else {
                reading.whole(part);
            }
        }
    }

    private static boolean isTrue(JsonCursor object, String name) throws MalformedJson {
        boolean is = false;
        object.enterObject();
        while (object.nextMember()) {
            is |= object.nameIs(name) && object.kind() == 't';
        }
        return is;
    }

    /// A number of an object; -1 when it has none.
    private static long number(JsonCursor object, String name) throws MalformedJson {
        long number = -1;
        object.enterObject();
        while (object.nextMember()) {
            number = object.nameIs(name) ? object.count() : number;
        }
        return number;
    }

    /// What an event says it is, and of which part of the answer.
    private record Head(String type, long index, long part) {
        static Head of(JsonCursor event) throws MalformedJson {
            var type = "";
            long index = -1;
            long part = -1;
            event.enterObject();
            while (event.nextMember()) {
                if (event.nameIs("type") && event.kind() == '"') {
                    type = event.text();
                } else if (event.nameIs("index") || event.nameIs("output_index")) {
                    index = event.count();
                } else if (event.nameIs("content_index") || event.nameIs("summary_index")) {
                    part = event.count();
                }
            }
            return new Head(type, index, part);
        }
    }

    /// One event, as far as it has been read.
    private static final class Reading {
        private final TextWalk walk = new TextWalk(true);
        private final List<@Nullable String> keys = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();

        void whole(JsonCursor member) throws MalformedJson {
            walk.member(member, Sort.ASIDE);
            keep(null);
        }

        void whole(JsonCursor member, String type, Sort sort) throws MalformedJson {
            walk.member(member, type, sort);
            keep(null);
        }

        void arguments(JsonCursor member) {
            walk.text(member, Sort.TOOL_ARGUMENTS, TextPlace.Form.JSON);
            keep(null);
        }

        void piece(JsonCursor member, Sort sort, String key) throws MalformedJson {
            walk.member(member, sort);
            keep(key);
        }

        void piece(JsonCursor member, Sort sort, String key, boolean json) {
            walk.text(member, sort, json ? TextPlace.Form.JSON_STRING : TextPlace.Form.STRING);
            keep(key);
        }

        void pieces(JsonCursor item, @Nullable String key) throws MalformedJson {
            walk.value(item, Sort.ASIDE);
            keep(key);
        }

        /// The key of what was found since.
        void keep(@Nullable String key) {
            while (keys.size() < walk.count()) {
                keys.add(key);
            }
        }

        EventTexts texts() {
            var found = walk.found();
            var pieces = new ArrayList<Piece>();
            for (int i = 0; i < keys.size(); i++) {
                var place = found.places().get(i);
                var key = keys.get(i);
                pieces.add(new Piece(place, key == null ? null : key + " " + place.sort()));
            }
            return new EventTexts(pieces, found.unread(), ended, found.calls());
        }
    }
}
