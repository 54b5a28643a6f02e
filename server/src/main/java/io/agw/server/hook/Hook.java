package io.agw.server.hook;

import io.agw.bundle.model.Secret;
import io.agw.server.call.BaseUrl;
import io.agw.server.call.Header;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.RequestHead;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A service that is called, ready to be called often. Never shown. Immutable.
public final class Hook {
    private static final int MOST_IDLE = 20;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final RequestHead head;
    private final @Nullable Secret secret;

    private Hook(RequestHead head, @Nullable Secret secret) {
        this.head = head;
        this.secret = secret;
    }

    /// @param url absolute; may be a secret, and is never repeated
    /// @param secret that calls are signed with; null for no signature
    /// @param headers that are set besides
    /// @throws IllegalArgumentException when it cannot be called; the message repeats nothing
    public static Hook of(Secret url, @Nullable Secret secret, Map<String, Secret> headers) {
        if (secret != null && secret.reveal().isEmpty()) {
            throw new IllegalArgumentException(
                    "a webhook's secret (expected: some characters, or none at all)");
        }
        var all = new ArrayList<Header>();
        new TreeMap<>(headers).forEach((name, value) -> all.add(new Header(name, value.reveal())));
        all.add(new Header("Content-Type", "application/json"));
        try {
            var uri = URI.create(url.reveal());
            var base = BaseUrl.parse(uri.getScheme() + "://" + uri.getRawAuthority());
            var origin =
                    new OriginSpec(
                            base.secure(), base.host(), base.port(), null, MOST_IDLE, IDLE, null);
            // who is called twice sees by the delivery's id that it is one
            return new Hook(RequestHead.of(origin, "POST", target(uri), all).repeatable(), secret);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "a webhook's address (expected: http:// or https://, and a host that may be called)");
        }
    }

    private static String target(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    RequestHead head() {
        return head;
    }

    @Nullable Secret secret() {
        return secret;
    }
}
