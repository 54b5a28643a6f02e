package io.agw.server.login;

import io.agw.server.call.CallFailed;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Logins without a callback: the vendor gives a code to be entered on its page, and is asked until
/// that has happened.
final class DeviceFlow {
    private static final long USUAL_SECONDS = 5;
    private static final long LONGEST_SECONDS = 60;

    /// The word of RFC 8628; some vendors say it with the status that otherwise means "not yet".
    private static final String EXPIRED = "expired_token";

    private final OAuthCalls calls;

    DeviceFlow(OAuthCalls calls) {
        this.calls = calls;
    }

    /// What the vendor said to a question.
    sealed interface Said {
        record Begun(Login.Way.Device device) implements Said {}

        record Pending() implements Said {}

        /// @param verifier made by the vendor, for this flow alone
        record Confirmed(String code, String verifier) implements Said {
            @Override
            public String toString() {
                return "Confirmed[]";
            }
        }

        /// The code is no longer good, by the vendor's own clock.
        record Expired() implements Said {}

        record Failed(String why) implements Said {}
    }

    Said begin(Flow flow) {
        try {
            var answer = ask(flow, "/usercode", Map.of("client_id", flow.clientId()));
            var body = answer.body();
            var id = body.path("device_auth_id").asString("");
            var code = first(body, "user_code", "usercode");
            if (!answer.isGood() || id.isEmpty() || !code.matches("[A-Za-z0-9-]{1,64}")) {
                return failed(answer);
            }
            var page = first(body, "verification_uri", "verification_url");
            var usual = Objects.requireNonNull(flow.vendor().device()).page();
            boolean isPage = page.startsWith("https://") || page.startsWith("http://");
            return new Said.Begun(
                    new Login.Way.Device(isPage ? page : usual, code, id, millis(body)));
        } catch (CallFailed e) {
            return new Said.Failed("device endpoint: " + e.failure().detail());
        }
    }

    Said ask(Flow flow, Login.Way.Device device) {
        try {
            var question =
                    Map.of("device_auth_id", device.deviceId(), "user_code", device.userCode());
            var answer = ask(flow, "/token", question);
            if (!answer.isGood() && EXPIRED.equals(GrantReading.word(answer.body()))) {
                return new Said.Expired();
            }
            if (answer.status() == 403 || answer.status() == 404) {
                return new Said.Pending();
            }
            var code = answer.body().path("authorization_code").asString("");
            var verifier = answer.body().path("code_verifier").asString("");
            return !answer.isGood() || code.isEmpty() || verifier.isEmpty()
                    ? failed(answer)
                    : new Said.Confirmed(code, verifier);
        } catch (CallFailed _) {
            // the login has its own end; until then the next question may be answered
            return new Said.Pending();
        }
    }

    private OAuthCalls.Answer ask(Flow flow, String path, Map<String, String> question)
            throws CallFailed {
        return calls.post(
                flow,
                Objects.requireNonNull(flow.deviceUrl()) + path,
                new HashMap<>(question),
                true);
    }

    private static Said failed(OAuthCalls.Answer answer) {
        var word = GrantReading.word(answer.body());
        return new Said.Failed(
                "device endpoint: answered " + answer.status() + (word == null ? "" : " " + word));
    }

    private static long millis(JsonNode body) {
        var text = body.path("interval").asString("");
        long seconds = text.matches("[0-9]{1,4}") ? Long.parseLong(text) : USUAL_SECONDS;
        return 1000 * Math.clamp(seconds, 1, LONGEST_SECONDS);
    }

    private static String first(JsonNode body, String name, String otherwise) {
        var text = body.path(name).asString("");
        return text.isEmpty() ? body.path(otherwise).asString("") : text;
    }
}
