package io.agw.server.provider.echo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What `echo` says to one request, in the shapes of OpenAI's API.
final class EchoAnswer {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String model;
    private final long created;
    private final String id;
    private final List<String> words;
    private final boolean cut;
    private final long inputTokens;
    private final boolean usageWanted;

    EchoAnswer(ObjectNode request, String defaultModel, long created) {
        var asked = request.path("model").asString("");
        this.model = asked.isEmpty() ? defaultModel : asked;
        this.created = created;
        var messages = request.path("messages");
        var text = lastUserText(messages);
        var all = words(text);
        long most = limit(request, all.size());
        this.words = all.subList(0, (int) Math.min(most, all.size()));
        this.cut = words.size() < all.size();
        this.inputTokens = messages.valueStream().mapToLong(m -> words(text(m)).size()).sum();
        this.usageWanted = request.path("stream_options").path("include_usage").asBoolean(false);
        this.id = "chatcmpl-echo-" + checksum(text);
    }

    /// The whole answer as one document.
    byte[] whole() {
        var answer = envelope("chat.completion");
        var choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", String.join("", words))
                .putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", finishReason());
        putUsage(answer);
        return JSON.writeValueAsBytes(answer);
    }

    /// The answer as server-sent events: the role, each word, the end, the usage when it is wanted.
    List<byte[]> events() {
        var events = new ArrayList<byte[]>(words.size() + 4);
        events.add(chunk("role", "assistant"));
        for (var word : words) {
            events.add(chunk("content", word));
        }
        var last = envelope("chat.completion.chunk");
        var choice = last.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", finishReason());
        events.add(event(last));
        if (usageWanted) {
            var usage = envelope("chat.completion.chunk");
            usage.putArray("choices");
            putUsage(usage);
            events.add(event(usage));
        }
        events.add(DONE);
        return events;
    }

    private byte[] chunk(String member, String text) {
        var chunk = envelope("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put(member, text);
        choice.putNull("logprobs").putNull("finish_reason");
        return event(chunk);
    }

    private static byte[] event(ObjectNode chunk) {
        return ("data: " + JSON.writeValueAsString(chunk) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode envelope(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private void putUsage(ObjectNode into) {
        into.putObject("usage")
                .put("prompt_tokens", inputTokens)
                .put("completion_tokens", words.size())
                .put("total_tokens", inputTokens + words.size());
    }

    private String finishReason() {
        return cut ? "length" : "stop";
    }

    private static long limit(ObjectNode request, int otherwise) {
        var node =
                request.has("max_completion_tokens")
                        ? request.path("max_completion_tokens")
                        : request.path("max_tokens");
        return node.isIntegralNumber() && node.longValue() >= 0 ? node.longValue() : otherwise;
    }

    private static String lastUserText(JsonNode messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.path(i).path("role").asString("").equals("user")) {
                return text(messages.path(i));
            }
        }
        return "";
    }

    /// The text of a message, whose content is a string or a list of parts.
    private static String text(JsonNode message) {
        var content = message.path("content");
        if (content.isString()) {
            return content.stringValue();
        }
        var text = new StringBuilder();
        for (var part : content) {
            if (part.path("text").isString()) {
                text.append(text.isEmpty() ? "" : "\n").append(part.path("text").stringValue());
            }
        }
        return text.toString();
    }

    /// Words, each with the space behind it, so that they add up to the text.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        int start = 0;
        for (int i = 1; i <= text.length(); i++) {
            boolean begins =
                    i < text.length()
                            && !Character.isWhitespace(text.charAt(i))
                            && Character.isWhitespace(text.charAt(i - 1));
            if (begins || i == text.length()) {
                words.add(text.substring(start, i));
                start = i;
            }
        }
        return words;
    }

    private static String checksum(String text) {
        var sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
