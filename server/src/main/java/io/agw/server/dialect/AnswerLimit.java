package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How long an answer may be at most, as requests say it in each vendor's shape. Stateless.
public final class AnswerLimit {
    private static final String CONFIG = "generationConfig";
    private static final String OTHER_CONFIG = "generation_config";
    private static final String MOST = "maxOutputTokens";
    private static final String OTHER_MOST = "max_output_tokens";
    private static final String CANDIDATES = "candidateCount";
    private static final String OTHER_CANDIDATES = "candidate_count";

    private AnswerLimit() {}

    /// What a request says.
    ///
    /// @param tokens -1 when it sets no limit
    /// @param answers that are asked for at once
    public record Said(long tokens, long answers) {}

    public static Said of(ScannedRequest request) {
        if (request.api() != Api.GENERATE) {
            return new Said(request.maxTokens(), request.choices());
        }
        try {
            var config = config(request.bytes());
            return config == null ? new Said(-1, 1) : said(config.inside());
        } catch (MalformedJson _) {
            return new Said(-1, 1); // which the vendor will say
        }
    }

    private static Said said(JsonCursor config) throws MalformedJson {
        long most = -1;
        long answers = 1;
        config.enterObject();
        while (config.nextMember()) {
            if (config.nameIs(MOST) || config.nameIs(OTHER_MOST)) {
                most = Math.max(most, config.count());
            } else if (config.nameIs(CANDIDATES) || config.nameIs(OTHER_CANDIDATES)) {
                answers = Math.max(answers, config.count());
            }
        }
        return new Said(most, answers);
    }

    /// The request with a limit that it does not set itself.
    ///
    /// @param body a JSON object, as it goes to the vendor
    /// @param older whether the vendor knows `max_tokens` of chat completions alone
    public static byte[] add(Api api, byte[] body, long most, boolean older) {
        return switch (api) {
            case CHAT -> insert(body, older ? "max_tokens" : "max_completion_tokens", most);
            case RESPONSES -> insert(body, "max_output_tokens", most);
            case MESSAGES -> insert(body, "max_tokens", most);
            case GENERATE -> generate(body, most);
            default -> body;
        };
    }

    private static byte[] generate(byte[] body, long most) {
        try {
            var config = config(body);
            var member = "\"" + MOST + "\":" + most;
            return config == null
                    ? insert(body, 0, "\"" + CONFIG + "\":{" + member + "}")
                    : insert(body, config.valueStart(), member);
        } catch (MalformedJson _) {
            return body; // which the vendor will say
        }
    }

    /// A cursor at the settings of a request to Gemini; null when it has none.
    private static @Nullable JsonCursor config(byte[] body) throws MalformedJson {
        var cursor = new JsonCursor(body, 0, body.length, JsonLimits.defaults());
        cursor.enterObject();
        while (cursor.nextMember()) {
            if ((cursor.nameIs(CONFIG) || cursor.nameIs(OTHER_CONFIG)) && cursor.kind() == '{') {
                return cursor;
            }
        }
        return null;
    }

    private static byte[] insert(byte[] body, String name, long most) {
        return insert(body, 0, "\"" + name + "\":" + most);
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
        var text = (body[next] == '}' ? member : member + ",").getBytes(StandardCharsets.US_ASCII);
        var all = new byte[body.length + text.length];
        System.arraycopy(body, 0, all, 0, at);
        System.arraycopy(text, 0, all, at, text.length);
        System.arraycopy(body, at, all, at + text.length, body.length - at);
        return all;
    }
}
