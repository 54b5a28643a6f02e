package io.agw.server.login;

import io.agw.bundle.model.Secret;
import io.agw.server.call.BaseUrl;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.RequestHead;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamRequest;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.http.HttpAccount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Asks vendors for tokens, by way of the same client as every call, and so within the rules for
/// addresses. Nothing that a vendor writes is repeated but its own short words. Thread-safe.
public final class OAuthCalls {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private final UpstreamClient client;

    /// @param client borrowed
    public OAuthCalls(UpstreamClient client) {
        this.client = client;
    }

    /// What was answered.
    ///
    /// @param body missing when it was no JSON
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status / 100 == 2;
        }
    }

    /// Redeems a code.
    ///
    /// @param verifier secret of the login that the code came of
    Granted redeem(Flow flow, Code code, String verifier) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code.text());
        parameters.put("redirect_uri", code.redirectUri());
        parameters.put("code_verifier", verifier);
        if (flow.vendor().json()) {
            parameters.put("state", code.state());
        }
        return granted(flow, parameters);
    }

    /// A code that a login brought.
    ///
    /// @param state of the login; empty where it has none
    record Code(String text, String redirectUri, String state) {
        @Override
        public String toString() {
            return "Code[" + redirectUri + "]";
        }
    }

    /// Trades a refresh token for tokens. A vendor may take it only once.
    Granted renew(Flow flow, Secret refreshToken) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "refresh_token");
        parameters.put("refresh_token", refreshToken.reveal());
        return granted(flow, parameters);
    }

    private Granted granted(Flow flow, Map<String, String> parameters) {
        parameters.put("client_id", flow.clientId());
        var secret = flow.clientSecret();
        if (secret != null) {
            parameters.put("client_secret", secret.reveal());
        }
        try {
            var answer = post(flow, flow.tokenUrl(), parameters, flow.vendor().json());
            return answer.isGood()
                    ? GrantReading.tokens(answer.body(), flow.vendor().facts())
                    : GrantReading.refusal(answer);
        } catch (CallFailed e) {
            return new Granted.Failed("token endpoint: " + e.failure().detail());
        }
    }

    /// Posts once, and again while nothing can have arrived.
    ///
    /// @param json whether as JSON, else as a form
    Answer post(Flow flow, String url, Map<String, String> parameters, boolean json)
            throws CallFailed {
        var body =
                json
                        ? JSON.writeValueAsBytes(parameters)
                        : Flow.form(parameters).getBytes(StandardCharsets.US_ASCII);
        var head = head(flow, url, json ? "application/json" : "application/x-www-form-urlencoded");
        int left = flow.network().maxRetries();
        while (true) {
            try {
                return send(
                        new UpstreamRequest(
                                head, List.of(), body, timeouts(flow), new Cancellation()));
            } catch (CallFailed e) {
                if (left == 0 || !mayRepeat(e.failure())) {
                    throw e;
                }
                left--;
                new Cancellation()
                        .sleep(Duration.ofSeconds(flow.network().retryDelaySeconds()).toNanos());
            }
        }
    }

    private static boolean mayRepeat(UpstreamFailure failure) {
        return failure.nothingSent() && !(failure instanceof UpstreamFailure.Forbidden);
    }

    private Answer send(UpstreamRequest request) throws CallFailed {
        try (var reply = client.send(request)) {
            return new Answer(reply.status(), parsed(reply.readAll(LONGEST)));
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Objects.requireNonNullElse(JSON.readTree(body), MissingNode.getInstance());
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private static RequestHead head(Flow flow, String url, String contentType) {
        var base = BaseUrl.parse(url);
        var headers = new ArrayList<Header>();
        headers.add(new Header("Content-Type", contentType));
        headers.add(new Header("Accept", "application/json"));
        new TreeMap<>(flow.network().extraHeaders())
                .forEach((name, value) -> {
                    var text = ProviderSetup.text(value);
                    if (text != null) {
                        headers.add(new Header(name, text.reveal()));
                    }
                });
        return RequestHead.of(
                HttpAccount.originOf(base, flow.network()),
                "POST",
                base.path().isEmpty() ? "/" : base.path(),
                headers);
    }

    private static Timeouts timeouts(Flow flow) {
        var usual = Timeouts.defaults();
        var configured = Duration.ofSeconds(flow.network().requestTimeoutSeconds());
        var first = configured.compareTo(PATIENCE) < 0 ? configured : PATIENCE;
        return new Timeouts(usual.connect(), usual.tls(), first, first, PATIENCE, WHOLE).whole();
    }
}
