package io.agw.server.provider.vertex;

import io.agw.server.call.BaseUrl;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service account of Google Cloud, as its key file describes it: who it is, and the key with
/// which it asserts that.
///
/// @param tokenUri where tokens are made, exactly as the file says
/// @param tokenAddress the same, taken apart
record ServiceAccount(
        String email,
        @Nullable String keyId,
        PrivateKey key,
        String tokenUri,
        BaseUrl tokenAddress) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// The longest that Google allows.
    private static final Duration VALID = Duration.ofHours(1);

    /// @throws IllegalArgumentException when the text is no key file
    static ServiceAccount read(String json) {
        JsonNode file;
        try {
            file = JSON.readTree(json);
        } catch (JacksonException _) {
            throw fault("a service account's JSON");
        }
        var tokenUri = text(file, "token_uri", "https://oauth2.googleapis.com/token");
        var keyId = text(file, "private_key_id", "");
        return new ServiceAccount(
                required(file, "client_email"),
                keyId.isEmpty() ? null : keyId,
                key(required(file, "private_key")),
                tokenUri,
                address(tokenUri));
    }

    /// A signed statement of who asks, to be exchanged for a token (RFC 7523).
    String assertion(Instant now) {
        var header = JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT");
        if (keyId != null) {
            header.put("kid", keyId);
        }
        var claims =
                JSON.createObjectNode()
                        .put("iss", email)
                        .put("scope", SCOPE)
                        .put("aud", tokenUri)
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
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sign as " + email, e);
        }
    }

    private static PrivateKey key(String pem) {
        var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // without the cause, which might quote the key
            throw fault("private_key to be an RSA key in PKCS #8");
        }
    }

    private static BaseUrl address(String tokenUri) {
        try {
            return BaseUrl.parse(tokenUri);
        } catch (IllegalArgumentException _) {
            throw fault("token_uri to be an http:// or https:// URL");
        }
    }

    private static String required(JsonNode file, String name) {
        var text = text(file, name, "");
        if (text.isEmpty()) {
            throw fault("a service account's JSON, with " + name);
        }
        return text;
    }

    private static String text(JsonNode file, String name, String otherwise) {
        return file.path(name).asString(otherwise);
    }

    private static IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException("api_key: JSON (expected: " + expected + ")");
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
