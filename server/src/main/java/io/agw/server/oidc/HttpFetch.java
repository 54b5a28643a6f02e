package io.agw.server.oidc;

import io.agw.server.call.BaseUrl;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.RequestHead;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamRequest;
import java.time.Duration;
import java.util.List;

/// Gets by the client of all calls, and so within the rules for addresses. Follows no redirect.
/// Thread-safe.
public final class HttpFetch implements Fetch {
    private static final int LONGEST = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final UpstreamClient client;

    /// @param client borrowed
    public HttpFetch(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public byte[] get(String url) throws Failed {
        var objection = IssuerAddress.objection(url);
        if (objection.isPresent()) {
            throw new Failed("\"" + url + "\" " + objection.get());
        }
        int mark = url.indexOf('?');
        var base = BaseUrl.parse(mark < 0 ? url : url.substring(0, mark));
        var origin =
                new OriginSpec(
                        base.secure(), base.host(), base.port(), null, 0, Duration.ZERO, null);
        var head =
                RequestHead.of(
                        origin,
                        "GET",
                        (base.path().isEmpty() ? "/" : base.path())
                                + (mark < 0 ? "" : url.substring(mark)),
                        List.of(new Header("Accept", "application/json")));
        var timeouts =
                new Timeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, WHOLE).whole();
        try (var reply =
                client.send(
                        new UpstreamRequest(
                                head, List.of(), new byte[0], timeouts, new Cancellation()))) {
            if (reply.status() != OK) {
                throw new Failed(url + ": status " + reply.status() + " (expected: 200)");
            }
            return reply.readAll(LONGEST);
        } catch (CallFailed e) {
            throw new Failed(url + ": " + e.failure().detail());
        }
    }
}
