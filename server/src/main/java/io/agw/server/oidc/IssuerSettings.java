package io.agw.server.oidc;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may sign tokens, and which of them are meant for this gateway.
///
/// @param id by which bundles and names refer to it
/// @param url of the issuer, exactly as its tokens say it
/// @param audiences of which a token has to name one
/// @param keysUrl where its keys are; null: where its discovery document says
/// @param userClaim that names the user
public record IssuerSettings(
        String id, String url, Set<String> audiences, @Nullable String keysUrl, String userClaim) {
    /// The claim that every token has, and that no issuer gives to anybody else.
    public static final String SUBJECT = "sub";

    public IssuerSettings {
        audiences = Set.copyOf(audiences);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException(
                    "issuer \"" + id + "\" without audience (expected: one at least)");
        }
    }

    /// Where an issuer says where its keys are (OpenID Connect Discovery 1.0, section 4).
    String discoveryUrl() {
        return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                + "/.well-known/openid-configuration";
    }
}
