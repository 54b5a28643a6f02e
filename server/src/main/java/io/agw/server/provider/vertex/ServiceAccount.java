package io.agw.server.provider.vertex;

import io.agw.bundle.key.ServiceAccountFile;
import io.agw.server.call.BaseUrl;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/// A service account of Google Cloud, which asserts who it is.
///
/// @param tokenAddress the file's address of tokens, taken apart
record ServiceAccount(ServiceAccountFile file, BaseUrl tokenAddress) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// The longest that Google allows.
    private static final Duration VALID = Duration.ofHours(1);

    /// @throws IllegalArgumentException when the text is no key file
    static ServiceAccount read(String json) {
        var file = ServiceAccountFile.read(json);
        return new ServiceAccount(file, BaseUrl.parse(file.tokenUri()));
    }

    /// A signed statement of who asks, to be exchanged for a token (RFC 7523).
    String assertion(Instant now) {
        var header = JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT");
        var keyId = file.keyId();
        if (keyId != null) {
            header.put("kid", keyId);
        }
        var claims =
                JSON.createObjectNode()
                        .put("iss", file.email())
                        .put("scope", SCOPE)
                        .put("aud", file.tokenUri())
                        .put("iat", now.getEpochSecond())
                        .put("exp", now.plus(VALID).getEpochSecond());
        var signed =
                BASE64.encodeToString(JSON.writeValueAsBytes(header))
                        + "."
                        + BASE64.encodeToString(JSON.writeValueAsBytes(claims));
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    private byte[] signature(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(file.key());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sign as " + file.email(), e);
        }
    }
}
