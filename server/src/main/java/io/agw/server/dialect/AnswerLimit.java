package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// How long an answer may be at most, as requests say it in each vendor's shape. Stateless.
///
/// Read generously, for vendors do: a number in quotes or with a fraction counts. What cannot limit
/// an answer, such as null and 0, is no limit.
public final class AnswerLimit {
    private static final String CONFIG = "generationConfig";
    private static final String OTHER_CONFIG = "generation_config";
    private static final String MOST = "maxOutputTokens";
    private static final String CANDIDATES = "candidateCount";
    private static final String OTHER_CANDIDATES = "candidate_count";
    private static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final String MAX_OUTPUT_TOKENS = "max_output_tokens";

    private AnswerLimit() {}

    /// What a request says.
    ///
    /// @param tokens -1 when it sets no limit
    /// @param answers that are asked for at once
    /// @param thoughts tokens that the model is to think, which are part of the answer's
    public record Said(long tokens, long answers, long thoughts) {
        /// No limit, one answer.
        public static final Said NOTHING = new Said(-1, 1, 0);
    }

    public static Said of(ScannedRequest request) {
        if (request.api() != Api.GENERATE) {
            long most = request.maxTokens() > 0 ? request.maxTokens() : -1;
            return new Said(most, request.choices(), 0);
        }
        var said = Said.NOTHING;
        var body = request.bytes();
        try {
            var cursor = new JsonCursor(body, 0, body.length, JsonLimits.defaults());
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (isConfig(cursor) && cursor.kind() == '{') {
                    said = said(cursor.inside(), body, said);
                }
            }
            return said;
        } catch (MalformedJson _) {
            return said; // which the vendor will say
        }
    }

    private static Said said(JsonCursor config, byte[] body, Said before) throws MalformedJson {
        long most = before.tokens();
        long answers = before.answers();
        long thoughts = before.thoughts();
        config.enterObject();
        while (config.nextMember()) {
            if (isMost(config)) {
                long tokens = count(config, body);
                most = tokens > 0 ? Math.max(most, tokens) : most;
            } else if (config.nameIs(CANDIDATES) || config.nameIs(OTHER_CANDIDATES)) {
                answers = Math.max(answers, count(config, body));
            } else if (isThinking(config) && config.kind() == '{') {
                thoughts = Math.max(thoughts, thoughts(config.inside(), body));
            }
        }
        return new Said(most, answers, thoughts);
    }

    private static long thoughts(JsonCursor thinking, byte[] body) throws MalformedJson {
        long thoughts = 0;
        thinking.enterObject();
        while (thinking.nextMember()) {
            if (thinking.nameIs("thinkingBudget") || thinking.nameIs("thinking_budget")) {
                thoughts = Math.max(thoughts, count(thinking, body));
            }
        }
        return thoughts;
    }

    private static boolean isThinking(JsonCursor setting) {
        return setting.nameIs("thinkingConfig") || setting.nameIs("thinking_config");
    }

    /// Whether a member of a request says how long its answer may be. What only another API has is
    /// no limit.
    static boolean isIn(Api api, JsonCursor member) {
        return switch (api) {
            case CHAT -> member.nameIs(MAX_TOKENS) || member.nameIs(MAX_COMPLETION_TOKENS);
            case RESPONSES -> member.nameIs(MAX_OUTPUT_TOKENS);
            case MESSAGES -> member.nameIs(MAX_TOKENS);
            default ->
                    member.nameIs(MAX_TOKENS)
                            || member.nameIs(MAX_COMPLETION_TOKENS)
                            || member.nameIs(MAX_OUTPUT_TOKENS);
        };
    }

    /// The number that a member holds, rounded up; -1 when it holds none.
    static long count(JsonCursor member, byte[] body) {
        return JsonText.generously(body, member.valueStart(), member.valueEnd());
    }

    /// The request with a limit that its vendor reads, where it sets none itself.
    ///
    /// @param body a JSON object, as it goes to the vendor
    /// @param older whether the vendor knows `max_tokens` of chat completions alone
    public static byte[] within(Api api, byte[] body, long most, boolean older) {
        try {
            return switch (api) {
                case CHAT ->
                        older
                                ? member(Api.MESSAGES, body, MAX_TOKENS, most)
                                : member(api, body, MAX_COMPLETION_TOKENS, most);
                case RESPONSES -> member(api, body, MAX_OUTPUT_TOKENS, most);
                case MESSAGES -> member(api, body, MAX_TOKENS, most);
                case GENERATE -> config(body, most);
                default -> body;
            };
        } catch (MalformedJson _) {
            return body; // which the vendor will say
        }
    }

    /// @param as whose members the vendor reads
    /// @param name of the member that gets the limit
    private static byte[] member(Api as, byte[] body, String name, long most) throws MalformedJson {
        var cursor = new JsonCursor(body, 0, body.length, JsonLimits.defaults());
        int from = -1;
        int to = -1;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (isIn(as, cursor) && count(cursor, body) > 0) {
                return body;
            }
            if (cursor.nameIs(name)) {
                from = cursor.valueStart();
                to = cursor.valueEnd();
            }
        }
        return from < 0
                ? insert(body, 0, "\"" + name + "\":" + most)
                : replace(body, from, to, Long.toString(most));
    }

    private static byte[] config(byte[] body, long most) throws MalformedJson {
        var member = "\"" + MOST + "\":" + most;
        var cursor = new JsonCursor(body, 0, body.length, JsonLimits.defaults());
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (isConfig(cursor)) {
                return cursor.kind() == '{'
                        ? inConfig(cursor, body, most)
                        : replace(body, cursor.valueStart(), cursor.valueEnd(), "{" + member + "}");
            }
        }
        return insert(body, 0, "\"" + CONFIG + "\":{" + member + "}");
    }

    private static byte[] inConfig(JsonCursor config, byte[] body, long most) throws MalformedJson {
        var settings = config.inside();
        settings.enterObject();
        while (settings.nextMember()) {
            if (isMost(settings)) {
                return count(settings, body) > 0
                        ? body
                        : replace(
                                body,
                                settings.valueStart(),
                                settings.valueEnd(),
                                Long.toString(most));
            }
        }
        return insert(body, config.valueStart(), "\"" + MOST + "\":" + most);
    }

    private static boolean isConfig(JsonCursor member) {
        return member.nameIs(CONFIG) || member.nameIs(OTHER_CONFIG);
    }

    private static boolean isMost(JsonCursor setting) {
        return setting.nameIs(MOST) || setting.nameIs(MAX_OUTPUT_TOKENS);
    }

    private static byte[] replace(byte[] body, int from, int to, String value) {
        var all = new ByteArrayOutputStream(body.length + value.length());
        all.write(body, 0, from);
        all.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        all.write(body, to, body.length - to);
        return all.toByteArray();
    }

    /// Adds a member behind the first brace from a place on.
    private static byte[] insert(byte[] body, int from, String member) {
        int at = from;
        while (body[at] != '{') {
            at++;
        }
        at++;
        int next = at;
        while (body[next] == ' '
                || body[next] == '\n'
                || body[next] == '\r'
                || body[next] == '\t') {
            next++;
        }
        return replace(body, at, at, body[next] == '}' ? member : member + ",");
    }
}
