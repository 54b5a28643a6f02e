package io.agw.bundle.key;

import io.agw.bundle.upstream.AddressRule;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The key file of a service account of Google Cloud: who it is, and the key with which it asserts
/// that.
///
/// @param tokenUri where tokens are made, exactly as the file says
public record ServiceAccountFile(
        String email, @Nullable String keyId, PrivateKey key, String tokenUri) {
    /// @throws BadKey when the text is no key file
    public static ServiceAccountFile read(String json) {
        JsonNode file;
        try {
            file = JsonMapper.shared().readTree(json);
        } catch (JacksonException _) {
            throw new BadKey("a service account's JSON");
        }
        var keyId = text(file, "private_key_id", "");
        return new ServiceAccountFile(
                required(file, "client_email"),
                keyId.isEmpty() ? null : keyId,
                key(required(file, "private_key")),
                address(text(file, "token_uri", "https://oauth2.googleapis.com/token")));
    }

    private static PrivateKey key(String pem) {
        var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // without the cause, which might quote the key
            throw new BadKey("a service account's JSON, with private_key an RSA key in PKCS #8");
        }
    }

    private static String address(String tokenUri) {
        if (AddressRule.namesUser(tokenUri) || AddressRule.objection(tokenUri).isPresent()) {
            throw new BadKey("a service account's JSON, with token_uri an http:// or https:// URL");
        }
        return tokenUri;
    }

    private static String required(JsonNode file, String name) {
        var text = text(file, name, "");
        if (text.isEmpty()) {
            throw new BadKey("a service account's JSON, with " + name);
        }
        return text;
    }

    private static String text(JsonNode file, String name, String otherwise) {
        return file.path(name).asString(otherwise);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "ServiceAccountFile[" + email + "]";
    }
}
