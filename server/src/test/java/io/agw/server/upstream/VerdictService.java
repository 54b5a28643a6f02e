package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service of an operator's that judges texts, and answers nobody who does not ask as the
/// documentation says: 401 where the signature is another one, 400 where the question is none.
///
/// @param secret that questions are signed with
public record VerdictService(String secret) {
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Set<String> STAGES =
            Set.of("input", "output", "tool_input", "tool_output");
    private static final Set<String> MEMBERS =
            Set.of(
                    "version",
                    "guardrail",
                    "stage",
                    "request_id",
                    "route",
                    "model",
                    "virtual_key",
                    "team",
                    "user",
                    "agent",
                    "texts",
                    "json");

    /// Says the same of all texts.
    public Behaviour says(String verdict) {
        return judges(_ -> verdict);
    }

    /// Fails texts with a word in them, and says where it stands, in Unicode characters.
    public Behaviour finds(String word, String label) {
        return judges(question -> {
            var spans = STRICT.createArrayNode();
            for (int i = 0; i < question.path("texts").size(); i++) {
                var text = question.path("texts").path(i).asString();
                for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                    int from = text.codePointCount(0, at);
                    spans.addObject()
                            .put("text", i)
                            .put("from", from)
                            .put("to", from + word.codePointCount(0, word.length()))
                            .put("label", label);
                }
            }
            var verdict =
                    STRICT.createObjectNode().put("verdict", spans.isEmpty() ? "pass" : "fail");
            return verdict.set("spans", spans).toString();
        });
    }

    private Behaviour judges(Function<JsonNode, String> judge) {
        return (request, wire) -> {
            if (!isSigned(request)) {
                wire.send(Behaviours.response(401, "{}"));
                return;
            }
            var question = question(request);
            wire.send(
                    question == null
                            ? Behaviours.response(400, "{}")
                            : Behaviours.response(200, judge.apply(question)));
        };
    }

    private boolean isSigned(SeenRequest request) {
        var second = request.header("x-agw-timestamp");
        if (!second.matches("[0-9]{10}")) {
            return false;
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(second)), Instant.now());
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((second + ".").getBytes(StandardCharsets.UTF_8));
            mac.update(request.body());
            var right = "sha256=" + HexFormat.of().formatHex(mac.doFinal());
            return age.abs().compareTo(OLDEST) < 0
                    && MessageDigest.isEqual(
                            right.getBytes(StandardCharsets.UTF_8),
                            request.header("x-agw-signature").getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable JsonNode question(SeenRequest request) {
        try {
            var question = STRICT.readTree(request.body());
            boolean isOne =
                    request.method().equals("POST")
                            && request.header("content-type").equals("application/json")
                            && request.header("x-agw-delivery").matches("[0-9a-f-]{36}")
                            && request.header("traceparent")
                                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")
                            && request.header("authorization").isEmpty()
                            && MEMBERS.containsAll(question.propertyNames())
                            && question.path("version").asInt(0) == 1
                            && STAGES.contains(question.path("stage").asString(""))
                            && question.path("guardrail").isString()
                            && question.path("request_id").isString()
                            && question.path("route").isString()
                            && areTexts(question.path("texts"))
                            && arePlaces(question.path("json"), question.path("texts").size());
            return isOne ? question : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static boolean arePlaces(JsonNode places, int texts) {
        return places.isArray()
                && places.valueStream()
                        .allMatch(place ->
                                place.isInt() && place.asInt() >= 0 && place.asInt() < texts);
    }

    private static boolean areTexts(JsonNode texts) {
        return texts.isArray()
                && !texts.isEmpty()
                && texts.valueStream().allMatch(text -> !text.asString("").isBlank());
    }
}
