package io.agw.server.provider.openai;

import io.agw.bundle.model.Secret;
import io.agw.server.call.BaseUrl;
import io.agw.server.call.Header;
import io.agw.server.call.Origin;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.ProxyAddress;
import io.agw.server.call.RequestHead;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Provider type `openai`: chat completions and models under any base address, the key as a bearer
/// token. Options `organization` and `project` become OpenAI's headers of those names; the
/// network's extra headers replace any other.
public final class OpenAiType implements ProviderType {
    private static final String DEFAULT_BASE = "https://api.openai.com/v1";

    private final UpstreamClient client;

    /// @param client borrowed
    public OpenAiType(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var base = BaseUrl.parse(setup.baseUrl() == null ? DEFAULT_BASE : setup.baseUrl());
        var origin = client.origin(originOf(base, setup));
        var headers = headers(setup);
        var timeouts =
                Timeouts.defaults()
                        .withFirstByte(Duration.ofSeconds(setup.network().requestTimeoutSeconds()));
        return new OpenAiProvider(
                client,
                timeouts,
                chatHead(origin, base, headers),
                RequestHead.of(origin, "GET", base.path() + "/models", headers));
    }

    private static RequestHead chatHead(Origin origin, BaseUrl base, List<Header> headers) {
        var all = new ArrayList<Header>();
        all.add(new Header("Content-Type", "application/json"));
        all.add(new Header("Accept", "application/json, text/event-stream"));
        all.addAll(headers);
        return RequestHead.of(origin, "POST", base.path() + "/chat/completions", all);
    }

    private static OriginSpec originOf(BaseUrl base, ProviderSetup setup) {
        var network = setup.network();
        var proxy = ProviderSetup.text(network.proxyUrl());
        return new OriginSpec(
                base.secure(),
                base.host(),
                base.port(),
                proxy == null ? null : ProxyAddress.parse(proxy.reveal()),
                Math.min(network.maxIdleConnections(), network.maxIdleConnectionsPerHost()),
                Duration.ofSeconds(network.idleKeepAliveTimeoutSeconds()));
    }

    private static List<Header> headers(ProviderSetup setup) {
        var headers = new ArrayList<Header>();
        add(headers, "OpenAI-Organization", setup.textOption("organization"));
        add(headers, "OpenAI-Project", setup.textOption("project"));
        Secret key = setup.key();
        if (key != null) {
            headers.add(new Header("Authorization", "Bearer " + key.reveal().strip()));
        }
        sorted(setup)
                .forEach((name, value) -> {
                    var text = ProviderSetup.text(value);
                    add(headers, name, text == null ? null : text.reveal());
                });
        return headers;
    }

    private static Map<String, io.agw.bundle.model.SecretValue> sorted(ProviderSetup setup) {
        return new TreeMap<>(setup.network().extraHeaders());
    }

    private static void add(List<Header> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(new Header(name, value));
        }
    }
}
