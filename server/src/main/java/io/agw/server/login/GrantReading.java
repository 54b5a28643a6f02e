package io.agw.server.login;

import io.agw.bundle.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads answers of token endpoints. Pure.
final class GrantReading {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");
    private static final int LONGEST_FACT = 256;

    /// Longer than anybody will know of: ends beyond what clocks can say would cost the tokens.
    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    /// Words for a refresh token that will never be good again.
    private static final Set<String> FINAL =
            Set.of(
                    "invalid_grant",
                    "refresh_token_reused",
                    "refresh_token_expired",
                    "refresh_token_invalidated");

    private GrantReading() {}

    static Granted tokens(JsonNode answer, Vendor.Facts facts) {
        var access = token(answer, "access_token");
        if (access == null) {
            return new Granted.Failed("token endpoint: no token (expected: access_token)");
        }
        var told = withClaims(answer);
        long seconds = answer.path("expires_in").asLong(0);
        return new Granted.Tokens(
                access,
                token(answer, "refresh_token"),
                seconds > 0 ? Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS)) : null,
                fact(told, facts.email()),
                facts.account() == null ? null : fact(told, facts.account()));
    }

    static Granted refusal(OAuthCalls.Answer answer) {
        var word = word(answer.body());
        if (word != null && answer.status() / 100 == 4 && FINAL.contains(word)) {
            return new Granted.Ended(word);
        }
        return new Granted.Failed(
                "token endpoint: answered " + answer.status() + (word == null ? "" : " " + word));
    }

    /// The vendor's word for what went wrong: `error`, or `code` in it.
    static @Nullable String word(JsonNode body) {
        var error = body.path("error");
        return word((error.isObject() ? error.path("code") : error).asString(""));
    }

    /// A text when it is a plain word, which may be shown.
    static @Nullable String word(String text) {
        return WORD.matcher(text).matches() ? text : null;
    }

    private static @Nullable Secret token(JsonNode answer, String name) {
        var text = answer.path(name).asString("");
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain ? new Secret(text) : null;
    }

    private static JsonNode withClaims(JsonNode answer) {
        if (!(answer instanceof ObjectNode object)) {
            return answer;
        }
        var told = object.deepCopy();
        told.set("id_claims", claims(answer.path("id_token").asString("")));
        return told;
    }

    private static JsonNode claims(String jwt) {
        var parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return MissingNode.getInstance();
        }
        try {
            var claims = Base64.getUrlDecoder().decode(parts[1]);
            return JSON.readTree(new String(claims, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String fact(JsonNode told, String pointer) {
        var text = told.at(pointer).asString("");
        boolean sound =
                !text.isBlank()
                        && text.length() <= LONGEST_FACT
                        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return sound ? text : null;
    }
}
