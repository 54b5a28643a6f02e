package io.agw.server.login;

import io.agw.bundle.model.CliAuthConfig;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Network;
import io.agw.bundle.model.Secret;
import io.agw.server.provider.ProviderSetup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A vendor's login as this gateway is configured for it.
///
/// @param clientId by which the vendor knows this gateway
record Flow(Vendor vendor, String clientId, CliAuthConfig config) {
    CliAuthName name() {
        return vendor.name();
    }

    @Nullable Secret clientSecret() {
        return ProviderSetup.text(config.clientSecret());
    }

    String tokenUrl() {
        return Objects.requireNonNullElse(config.tokenUrl(), vendor.token());
    }

    /// Where device logins begin and are asked after; null where there are none.
    @Nullable String deviceUrl() {
        var device = vendor.device();
        return device == null
                ? null
                : Objects.requireNonNullElse(config.deviceUrl(), device.base());
    }

    Network network() {
        return config.network();
    }

    /// The page on which people sign in, for one login.
    String authorizeUrl(String redirectUri, String state, Pkce pkce) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", clientId);
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", vendor.scope());
        parameters.put("state", state);
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
        parameters.putAll(new TreeMap<>(vendor.parameters()));
        var page = Objects.requireNonNullElse(config.authorizeUrl(), vendor.authorize());
        return page + (page.indexOf('?') < 0 ? '?' : '&') + form(parameters);
    }

    /// Where the browser brings the code; null when a port is needed and nobody named one.
    ///
    /// @param wanted port that the operator asks for; null for the configured or usual one
    /// @param free port to be used when any will do
    @Nullable String redirectUri(@Nullable Integer wanted, @Nullable Integer free) {
        var callback = vendor.callback();
        int port =
                wanted != null
                        ? wanted
                        : Objects.requireNonNullElse(config.callbackPort(), callback.port());
        if (port == 0 && free != null) {
            port = free;
        }
        return port == 0 ? callback.manual() : "http://localhost:" + port + callback.path();
    }

    /// `a=b&c=d`, percent-encoded.
    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Leaves the configuration out.
    @Override
    public String toString() {
        return "Flow[" + name().word() + "]";
    }
}
