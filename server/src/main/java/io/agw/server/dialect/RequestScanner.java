package io.agw.server.dialect;

import java.util.HashSet;

/// Reads from a request what the gateway needs to know, in one pass that also checks the whole
/// document. Immutable and thread-safe.
public final class RequestScanner {
    private static final int LONGEST_MODEL = 512;

    private final JsonLimits limits;

    public RequestScanner(JsonLimits limits) {
        this.limits = limits;
    }

    /// @throws MalformedJson when the body is no JSON object within the limits, names a member
    ///   twice, or gives a member that the gateway acts on a value of another type
    ///
    /// @param api what is asked for
    public ScannedRequest scan(Api api, byte[] body) throws MalformedJson {
        var cursor = new JsonCursor(body, 0, body.length, limits);
        var names = new NameCheck(body);
        var found = new ScannedRequest.Found();
        cursor.enterObject();
        found.objectStart = behindBrace(body);
        while (cursor.nextMember()) {
            names.add(cursor);
            found.members++;
            switch (cursor.nameEnd() - cursor.nameStart()) {
                case 1, 5, 6, 10, 12, 14, 17, 20, 21, 22 -> take(api, body, cursor, found);
                case 8 -> takeTexts(api, cursor, found);
                default -> {
                    if (cursor.isNameEscaped()) {
                        take(api, body, cursor, found);
                    }
                }
            }
        }
        cursor.expectEnd();
        return new ScannedRequest(api, body, found);
    }

    private static void take(Api api, byte[] body, JsonCursor cursor, ScannedRequest.Found found)
            throws MalformedJson {
        if (cursor.nameIs("model")) {
            takeModel(cursor, found);
        } else if (cursor.nameIs("stream")) {
            found.stream = flag(cursor, "stream");
        } else if (cursor.nameIs("stream_options")) {
            takeOptions(cursor, found);
        } else if (AnswerLimit.isIn(api, cursor)) {
            found.maxTokens = Math.max(found.maxTokens, AnswerLimit.count(cursor, body));
        } else if (cursor.nameIs("n")) {
            found.choices = AnswerLimit.count(cursor, body);
        } else if (cursor.nameIs("background")) {
            found.background = cursor.kind() == 't';
        } else if (cursor.nameIs("service_tier") || cursor.nameIs("speed")) {
            found.fast |= isFast(cursor);
        } else if (cursor.nameIs("tools")) {
            found.tools = cursor.kind() == '[' && !cursor.isEmpty();
        } else if (cursor.nameIs("store")) {
            found.unkept = cursor.kind() == 'f';
        } else if (cursor.nameIs("previous_response_id") && cursor.kind() == '"') {
            found.previous = cursor.text();
        } else if (cursor.nameIs("conversation")) {
            found.conversation = cursor.kind() == '"' || cursor.kind() == '{';
        } else if (cursor.nameIs("generateContentRequest") && cursor.kind() == '{') {
            takeRepeated(cursor.inside(), found);
        }
    }

    /// Ways to be served sooner, for more money.
    private static boolean isFast(JsonCursor way) {
        return way.kind() == '"'
                && switch (way.text()) {
                    case "priority", "fast" -> true;
                    default -> false;
                };
    }

    /// Each of the texts that Gemini is to embed at once names the model as well.
    private static void takeTexts(Api api, JsonCursor cursor, ScannedRequest.Found found)
            throws MalformedJson {
        if (api == Api.EMBED_CONTENTS && cursor.nameIs("requests") && cursor.kind() == '[') {
            for (var text : JsonItems.objects(cursor)) {
                takeRepeated(text, found);
            }
        }
    }

    /// A request within one to Gemini names the model once more, as in the address.
    private static void takeRepeated(JsonCursor request, ScannedRequest.Found found)
            throws MalformedJson {
        boolean named = false;
        request.enterObject();
        while (request.nextMember()) {
            if (request.nameIs("model") && request.kind() == '"') {
                if (named) {
                    throw MalformedJson.twice("model");
                }
                named = true;
                found.repeated.add(
                        new ScannedRequest.Place(request.valueStart(), request.valueEnd()));
            }
        }
    }

    private static void takeModel(JsonCursor cursor, ScannedRequest.Found found)
            throws MalformedJson {
        found.modelStart = cursor.valueStart();
        found.modelEnd = cursor.valueEnd();
        if (cursor.isNull()) {
            return;
        }
        if (cursor.kind() != '"' || cursor.valueEnd() - cursor.valueStart() > LONGEST_MODEL) {
            throw MalformedJson.of("model", "a string of at most 510 bytes");
        }
        found.model = cursor.text();
    }

    private static void takeOptions(JsonCursor cursor, ScannedRequest.Found found)
            throws MalformedJson {
        found.optionsStart = cursor.valueStart();
        found.optionsEnd = cursor.valueEnd();
        if (cursor.kind() != '{') {
            if (!cursor.isNull()) {
                throw MalformedJson.of("stream_options", "an object");
            }
            return;
        }
        found.optionsEmpty = cursor.isEmpty();
        found.optionsObject = true;
        var options = cursor.inside();
        options.enterObject();
        boolean seen = false;
        while (options.nextMember()) {
            if (options.nameIs("include_usage")) {
                if (seen) {
                    throw MalformedJson.twice("stream_options.include_usage");
                }
                seen = true;
                found.includeStart = options.valueStart();
                found.includeEnd = options.valueEnd();
                found.includeUsage = flag(options, "stream_options.include_usage");
            }
        }
    }

    private static boolean flag(JsonCursor cursor, String name) throws MalformedJson {
        return switch (cursor.kind()) {
            case 't' -> true;
            case 'f', 'n' -> false;
            default -> throw MalformedJson.of(name, "true or false");
        };
    }

    private static int behindBrace(byte[] body) {
        int at = 0;
        while (body[at] != '{') {
            at++;
        }
        return at + 1;
    }

    /// Finds names that stand twice. Compares the few names of a usual request with each other and
    /// goes over to a set when there are many.
    private static final class NameCheck {
        private static final int FEW = 32;

        private final byte[] body;
        private final int[] starts = new int[FEW];
        private final int[] ends = new int[FEW];
        private final HashSet<String> decoded = new HashSet<>();
        private int count;

        NameCheck(byte[] body) {
            this.body = body;
        }

        void add(JsonCursor cursor) throws MalformedJson {
            int start = cursor.nameStart();
            int end = cursor.nameEnd();
            if (cursor.isNameEscaped() || !decoded.isEmpty() || count == FEW) {
                addDecoded(cursor.name(start, end));
                return;
            }
            for (int i = 0; i < count; i++) {
                if (isSame(start, end, starts[i], ends[i])) {
                    throw MalformedJson.twice(JsonText.decode(body, start, end));
                }
            }
            starts[count] = start;
            ends[count] = end;
            count++;
        }

        private void addDecoded(String name) throws MalformedJson {
            if (decoded.isEmpty()) {
                for (int i = 0; i < count; i++) {
                    decoded.add(JsonText.decode(body, starts[i], ends[i]));
                }
            }
            if (!decoded.add(name)) {
                throw MalformedJson.twice(name);
            }
        }

        private boolean isSame(int start, int end, int otherStart, int otherEnd) {
            if (end - start != otherEnd - otherStart) {
                return false;
            }
            for (int i = 0; i < end - start; i++) {
                if (body[start + i] != body[otherStart + i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
