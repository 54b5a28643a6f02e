package io.agw.server.dialect;

import io.agw.server.dialect.TextPlace.Sort;
import java.util.Set;

/// Finds what models read and say in the requests and answers of all APIs. Stateless.
public final class Texts {
    /// Members of requests that are about the request, and no part of what the model reads.
    private static final Set<String> ABOUT_REQUEST =
            Set.of(
                    "model",
                    "user",
                    "metadata",
                    "labels",
                    "prompt_cache_key",
                    "safety_identifier",
                    "audio",
                    "logprobs",
                    "modalities",
                    "service_tier",
                    "mcp_servers");

    /// Members of requests that name what their vendor keeps.
    private static final Set<String> KEPT =
            Set.of(
                    "previous_response_id",
                    "conversation",
                    "cachedContent",
                    "cached_content",
                    "container");

    /// Members of answers that say again what was asked, or are about the answer.
    private static final Set<String> ABOUT_ANSWER =
            Set.of(
                    "id",
                    "model",
                    "object",
                    "instructions",
                    "tools",
                    "tool_choice",
                    "metadata",
                    "text",
                    "prompt",
                    "user",
                    "reasoning",
                    "safety_identifier",
                    "prompt_cache_key",
                    "previous_response_id",
                    "conversation",
                    "responseId",
                    "modelVersion",
                    "system_fingerprint");

    private Texts() {}

    /// What a request gives a model to read.
    ///
    /// @throws MalformedJson when it is no object within the limits
    public static FoundTexts ofRequest(Api api, byte[] body, JsonLimits limits)
            throws MalformedJson {
        var walk = new TextWalk(false);
        var cursor =
                new JsonCursor(
                        body, 0, body.length, api.embeds() ? limits.withAnyValues() : limits);
        cursor.enterObject();
        while (cursor.nextMember()) {
            var name = cursor.name(cursor.nameStart(), cursor.nameEnd());
            walk.nextGroup();
            boolean isKept = KEPT.contains(name) || (api == Api.RESPONSES && name.equals("prompt"));
            if (isKept && !cursor.isNull()) {
                walk.unread(Sort.PROMPT);
            } else if (!ABOUT_REQUEST.contains(name)) {
                member(api, cursor, walk);
            }
        }
        return walk.found();
    }

    /// Each message is read by itself.
    private static void member(Api api, JsonCursor member, TextWalk walk) throws MalformedJson {
        if (member.kind() != '[') {
            walk.value(member, Sort.PROMPT);
            return;
        }
        var items = member.inside();
        items.enter('[');
        while (items.nextItem()) {
            walk.nextGroup();
            boolean isTokens = items.isNumber() || items.kind() == '[';
            if (api == Api.EMBEDDINGS && isTokens) {
                walk.unread(Sort.PROMPT);
            } else {
                walk.value(items, Sort.PROMPT);
            }
        }
    }

    /// What a model says in a whole answer.
    ///
    /// @throws MalformedJson when it is no object within the limits
    public static FoundTexts ofAnswer(byte[] body, JsonLimits limits) throws MalformedJson {
        var walk = new TextWalk(true);
        answer(new JsonCursor(body, 0, body.length, limits), walk);
        return walk.found();
    }

    /// @param cursor at an answer
    static void answer(JsonCursor cursor, TextWalk walk) throws MalformedJson {
        cursor.enterObject();
        while (cursor.nextMember()) {
            var name = cursor.name(cursor.nameStart(), cursor.nameEnd());
            if (!ABOUT_ANSWER.contains(name)) {
                walk.member(cursor, Sort.ASIDE);
            }
        }
    }
}
