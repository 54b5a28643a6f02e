package io.agw.server.dispatch;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.provider.SentSecrets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// An error as an upstream wrote it, in whichever shape: those of the dialects, and those of
/// servers that imitate them.
///
/// @param root what of it can be read
/// @param whole whether that is all of it
record ErrorDocument(JsonNode root, boolean whole) {
    private static final int LONGEST = 4096;
    private static final String KEY_INVALID = "API_KEY_INVALID";
    private static final String USAGE_LIMIT = "usage_limit_reached";
    private static final List<String> MEMBERS = List.of("error", "message", "detail", "msg");

    /// @param body may break off, or be something else
    static ErrorDocument read(byte[] body) {
        try {
            return new ErrorDocument(JsonMapper.shared().readTree(body), true);
        } catch (JacksonException _) {
            return new ErrorDocument(BegunJson.read(body), false);
        }
    }

    /// Its words.
    UpstreamError error() {
        var at = inner();
        var type = text(at, "type");
        var precise = text(at.path("details"), "error_code");
        var code = precise == null ? text(at, "code") : precise;
        return new UpstreamError(
                code == null && isUsageLimit() ? type : code,
                type == null ? text(at, "status") : type,
                text(at, "param"));
    }

    /// The object that has its members: the one within, where there is one.
    JsonNode inner() {
        // Google lists its error where the answer would have been a list
        var document = root.isArray() && root.size() == 1 ? root.path(0) : root;
        var inner = document.path("error");
        return inner.isObject() ? inner : document;
    }

    /// Whether the limit of a subscription is reached, of which only the type tells.
    boolean isUsageLimit() {
        return USAGE_LIMIT.equals(text(inner(), "type"));
    }

    /// What stands beside an error in Google's model, by the end of its type; a missing node when
    /// nothing does. https://cloud.google.com/apis/design/errors.
    JsonNode detail(String type) {
        for (var detail : inner().path("details")) {
            var named = text(detail, "@type");
            if (named != null && named.endsWith("/" + type)) {
                return detail;
            }
        }
        return MissingNode.getInstance();
    }

    /// Whether Google's model calls it the fault of a key, which has the status of a request's
    /// there: https://ai.google.dev/gemini-api/docs/troubleshooting.
    boolean isOfKey() {
        return KEY_INVALID.equals(text(detail("google.rpc.ErrorInfo"), "reason"));
    }

    /// Whether its `error` is no object but a sentence.
    boolean isBareSentence() {
        return root.path("error").isString();
    }

    /// Its sentence, without secrets; null when it has none.
    @Nullable String message(SentSecrets secrets) {
        var said = sentence();
        if (said.isEmpty()) {
            return null;
        }
        var shown = secrets.hiddenIn(said);
        if (shown.length() <= LONGEST) {
            return shown;
        }
        int end = Character.isHighSurrogate(shown.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return shown.substring(0, end) + "…";
    }

    /// Its sentence as it is; empty when it has none.
    String sentence() {
        return said(root).strip();
    }

    /// Whether clients of a dialect read it as an error.
    boolean isOf(Api api) {
        boolean marked =
                switch (api) {
                    case MESSAGES, COUNT_TOKENS -> "error".equals(text(root, "type"));
                    case CHAT, RESPONSES, EMBEDDINGS, PASSTHROUGH -> true;
                    case GENERATE, COUNT_CONTENT, EMBED_CONTENT, EMBED_CONTENTS -> true;
                    case CONVERSE -> false; // no client speaks it
                    case MODELS, PROBE -> false; // asked of vendors of any dialect
                };
        var said = text(root.path("error"), "message");
        return marked && said != null && !said.isBlank();
    }

    /// Whether no secret stands in it, however it is escaped.
    boolean isFreeOf(SentSecrets secrets) {
        return isFree(root, secrets);
    }

    private static boolean isFree(JsonNode node, SentSecrets secrets) {
        if (node.isString()) {
            return secrets.hiddenIn(node.stringValue()).equals(node.stringValue());
        }
        return node.propertyNames().stream().allMatch(name -> secrets.hiddenIn(name).equals(name))
                && node.values().stream().allMatch(value -> isFree(value, secrets));
    }

    private static String said(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isArray()) {
            return node.values().stream()
                    .map(ErrorDocument::said)
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining("; "));
        }
        for (var name : MEMBERS) {
            var found = node.has(name) ? said(node.path(name)) : "";
            if (!found.isBlank()) {
                return placed(node.path("loc"), found);
            }
        }
        return "";
    }

    /// FastAPI names the member beside what is wrong with it.
    private static String placed(JsonNode place, String said) {
        return place.isArray() && !place.isEmpty()
                ? place.values().stream().map(JsonNode::asString).collect(Collectors.joining("."))
                        + ": "
                        + said
                : said;
    }

    private static @Nullable String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }
}
