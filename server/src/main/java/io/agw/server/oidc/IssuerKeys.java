package io.agw.server.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks an issuer for its keys, each time anew: caching is the library's. Thread-safe.
final class IssuerKeys implements JWKSetSource<SecurityContext> {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final IssuerSettings settings;
    private final Fetch fetch;
    private volatile boolean away;

    IssuerKeys(IssuerSettings settings, Fetch fetch) {
        this.settings = settings;
        this.fetch = fetch;
    }

    /// Whether the last attempt brought none.
    boolean isAway() {
        return away;
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refreshes, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        away = true;
        try {
            var text = new String(fetch.get(keysUrl()), StandardCharsets.UTF_8);
            var keys = JWKSet.parse(text);
            away = false;
            return keys;
        } catch (Fetch.Failed e) {
            throw new JWKSetRetrievalException(e.getMessage(), e);
        } catch (ParseException e) {
            throw new JWKSetParseException("keys of issuer \"" + settings.id() + "\"", e);
        }
    }

    /// A discovery document of another issuer is not believed (OpenID Connect Discovery 1.0, 4.3).
    private String keysUrl() throws Fetch.Failed {
        var own = settings.keysUrl();
        if (own != null) {
            return own;
        }
        try {
            var document = JSON.readTree(fetch.get(settings.discoveryUrl()));
            if (!document.path("issuer").asString("").equals(settings.url())) {
                throw new Fetch.Failed(
                        settings.discoveryUrl()
                                + ": another issuer (expected: \""
                                + settings.url()
                                + "\")");
            }
            var url = document.path("jwks_uri").asString("");
            if (url.isEmpty()) {
                throw new Fetch.Failed(settings.discoveryUrl() + ": no jwks_uri");
            }
            return url;
        } catch (JacksonException _) {
            throw new Fetch.Failed(settings.discoveryUrl() + ": no JSON");
        }
    }

    @Override
    public void close() {
        // owns nothing
    }
}
