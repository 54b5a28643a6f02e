package io.agw.bundle.model;

import java.util.Map;

/// Tokens of an issuer that stand for a virtual key.
public record TokenGrant(
        @Doc("Who signs the tokens: an id among the `oidc.issuers` of the gateway's settings.")
                @Identifier
                String issuer,
        @Doc(
                        "What a token has to say besides: claims with the text that each is, or has among others; the name of a claim within another is joined by dots. Empty: every token of the issuer.")
                Map<String, String> claims) {
    public TokenGrant {
        claims = Map.copyOf(claims);
    }
}
