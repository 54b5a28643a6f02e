package io.agw.server.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// An issuer on this machine, that signs by the JDK alone: discovery document, keys, tokens.
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "agent-gateway";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean broken;
    private volatile String current = "first";

    public TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.put(current, pair());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    /// How often keys were asked for.
    public int asked() {
        return asked.get();
    }

    /// From now on every answer is 500, or is good again.
    public void isBroken(boolean value) {
        broken = value;
    }

    /// From now on another key signs; the one before is not published any more.
    public void rotate() {
        keys.put("second", pair());
        keys.remove(current);
        current = "second";
    }

    /// Claims of a good token for this gateway.
    public Map<String, Object> claims(String subject, Instant now) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", url());
        claims.put("aud", AUDIENCE);
        claims.put("sub", subject);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plusSeconds(600).getEpochSecond());
        return claims;
    }

    public String token(Map<String, Object> claims) {
        return token(header("RS256", "JWT"), claims);
    }

    public Map<String, Object> header(String algorithm, String type) {
        return new LinkedHashMap<>(Map.of("alg", algorithm, "typ", type, "kid", current));
    }

    /// Signed by the key at hand, whatever the header says.
    public String token(Map<String, Object> header, Map<String, Object> claims) {
        return signed(header, claims, key(current).getPrivate());
    }

    /// Signed by a key that nobody publishes.
    public String forged(Map<String, Object> claims) {
        return signed(header("RS256", "JWT"), claims, pair().getPrivate());
    }

    /// Signed with the public key as if it were a secret.
    public String confused(Map<String, Object> claims) {
        var text = part(header("HS256", "JWT")) + "." + part(claims);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(current).getPublic().getEncoded(), "HmacSHA256"));
            return text + "." + encoded(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Signed by nobody.
    public String unsigned(Map<String, Object> claims) {
        return part(Map.of("alg", "none", "typ", "JWT")) + "." + part(claims) + ".";
    }

    private static String signed(
            Map<String, Object> header, Map<String, Object> claims, PrivateKey key) {
        var text = part(header) + "." + part(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyPair key(String id) {
        var pair = keys.get(id);
        if (pair == null) {
            throw new IllegalStateException(id);
        }
        return pair;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().toString();
            var body =
                    switch (path) {
                        case "/realm/.well-known/openid-configuration" ->
                                JSON.writeValueAsString(
                                        Map.of(
                                                "issuer",
                                                url(),
                                                "jwks_uri",
                                                url() + "/keys?for=all"));
                        case "/realm/keys?for=all" -> published();
                        default -> "";
                    };
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    broken ? 500 : body.isEmpty() ? 404 : 200,
                    bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private String published() {
        asked.incrementAndGet();
        var all =
                keys.entrySet().stream()
                        .map(each -> jwk(each.getKey(), (RSAPublicKey) each.getValue().getPublic()))
                        .toList();
        return JSON.writeValueAsString(Map.of("keys", all));
    }

    private static Map<String, String> jwk(String id, RSAPublicKey key) {
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                id,
                "n",
                unsignedBytes(key.getModulus()),
                "e",
                unsignedBytes(key.getPublicExponent()));
    }

    private static String unsignedBytes(BigInteger number) {
        var bytes = number.toByteArray();
        int skip = bytes[0] == 0 ? 1 : 0;
        return encoded(Arrays.copyOfRange(bytes, skip, bytes.length));
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, Object> members) {
        return encoded(JSON.writeValueAsBytes(members));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
