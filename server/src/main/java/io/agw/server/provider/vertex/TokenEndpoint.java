package io.agw.server.provider.vertex;

import io.agw.bundle.model.Secret;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.RequestHead;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.call.UpstreamRequest;
import io.agw.server.provider.ProviderCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Where assertions are exchanged for tokens, by way of the same client as every call, and so
/// within the rules for addresses. Thread-safe.
///
/// @param client borrowed
record TokenEndpoint(UpstreamClient client, RequestHead head) {
    private static final int LONGEST = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String GRANT =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

    /// @param client borrowed
    static TokenEndpoint of(UpstreamClient client, OriginSpec origin, ServiceAccount account) {
        var path = account.tokenAddress().path();
        var headers =
                List.of(
                        new Header("Content-Type", "application/x-www-form-urlencoded"),
                        new Header("Accept", "application/json"));
        return new TokenEndpoint(
                client, RequestHead.of(origin, "POST", path.isEmpty() ? "/" : path, headers));
    }

    /// @throws CallFailed so that it can be told whether another key or a later attempt may help:
    ///   the vendor itself was not asked anything yet
    Grant exchange(String assertion, ProviderCall call) throws CallFailed {
        var request =
                new UpstreamRequest(
                        head,
                        List.of(),
                        (GRANT + assertion).getBytes(StandardCharsets.US_ASCII),
                        call.timeouts().whole().firstByteWithin(PATIENCE),
                        call.cancellation());
        try (var reply = client.send(request)) {
            return granted(reply);
        } catch (CallFailed e) {
            throw switch (e.failure()) {
                case UpstreamFailure.Cancelled _,
                        UpstreamFailure.Forbidden _,
                        UpstreamFailure.Unauthenticated _ ->
                        e;
                case UpstreamFailure.Unreachable _,
                        UpstreamFailure.TlsFailed _,
                        UpstreamFailure.Exhausted _,
                        UpstreamFailure.TimedOut _,
                        UpstreamFailure.Reset _,
                        UpstreamFailure.Malformed _,
                        UpstreamFailure.Reported _,
                        UpstreamFailure.ModelFailed _,
                        UpstreamFailure.TooLarge _ ->
                        unreachable(e.failure().detail());
            };
        }
    }

    private static Grant granted(UpstreamReply reply) throws CallFailed {
        int status = reply.status();
        if (status / 100 == 4 && status != 408 && status != 429) {
            throw new CallFailed(
                    new UpstreamFailure.Unauthenticated("token endpoint: answered " + status));
        }
        if (status != 200) {
            throw unreachable("answered " + status);
        }
        try {
            var json = JsonMapper.shared().readTree(reply.readAll(LONGEST));
            var token = json.path("access_token").asString("");
            long seconds = json.path("expires_in").asLong(0);
            if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return new Grant(new Secret(token), Duration.ofSeconds(Math.max(0, seconds)));
            }
        } catch (JacksonException _) {
            // said below
        }
        throw unreachable("no token (expected: access_token)");
    }

    private static CallFailed unreachable(String detail) {
        return new CallFailed(new UpstreamFailure.Unreachable("token endpoint: " + detail));
    }

    /// A token, and how long it is good from now on.
    record Grant(Secret token, Duration valid) {}
}
