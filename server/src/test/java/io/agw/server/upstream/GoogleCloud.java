package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Google's token endpoint and Vertex AI on one socket: tokens only for assertions that a service
/// account has signed for this endpoint and this hour, answers only for tokens given out.
public final class GoogleCloud implements Behaviour {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String EMAIL = "gateway@project-1.iam.gserviceaccount.com";

    private final KeyPair key = keyPair();
    private final InstantSource clock;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private volatile String tokenUri = "";
    private volatile Behaviour models = Behaviours.json(200, "{}");
    private volatile Behaviour endpoint = this::token;

    public GoogleCloud(InstantSource clock) {
        this.clock = clock;
    }

    /// The file of the account's key, once the port is known.
    public String keyFile(int port) {
        tokenUri = "http://127.0.0.1:" + port + "/token";
        var pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return JSON.writeValueAsString(
                JSON.createObjectNode()
                        .put("type", "service_account")
                        .put("project_id", "project-1")
                        .put("private_key_id", "key-1")
                        .put("private_key", pem)
                        .put("client_email", EMAIL)
                        .put("token_uri", tokenUri));
    }

    /// What is done with requests that show a token.
    public void answer(Behaviour behaviour) {
        models = behaviour;
    }

    /// What is done with assertions instead of checking them.
    public void exchange(Behaviour behaviour) {
        endpoint = behaviour;
    }

    /// The tokens given out so far.
    public List<String> tokens() {
        return tokens;
    }

    /// No token given out so far is good any more.
    public void revoke() {
        tokens.replaceAll(_ -> "revoked");
    }

    @Override
    public void serve(SeenRequest request, Wire wire) throws IOException {
        if (request.target().equals("/token")) {
            endpoint.serve(request, wire);
        } else if (!tokens.contains(request.header("authorization").replace("Bearer ", ""))) {
            wire.send(
                    Behaviours.response(
                            401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}"));
        } else {
            models.serve(request, wire);
        }
    }

    /// Checks an assertion and gives out a token.
    public void token(SeenRequest request, Wire wire) throws IOException {
        var fault = fault(request);
        if (!fault.isEmpty()) {
            wire.send(
                    Behaviours.response(
                            400,
                            "{\"error\":\"invalid_grant\",\"error_description\":\""
                                    + fault
                                    + "\"}"));
            return;
        }
        var token = "ya29.token-" + (tokens.size() + 1);
        tokens.add(token);
        wire.send(
                Behaviours.response(
                        200,
                        "{\"access_token\":\""
                                + token
                                + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"));
    }

    private String fault(SeenRequest request) {
        var form = form(request.text());
        if (!request.header("content-type").equals("application/x-www-form-urlencoded")
                || !"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))) {
            return "grant type";
        }
        var parts = form.getOrDefault("assertion", "").split("\\.");
        if (parts.length != 3 || !isSigned(parts)) {
            return "signature";
        }
        JsonNode header = JSON.readTree(decoded(parts[0]));
        if (!header.path("alg").asString("").equals("RS256")
                || !header.path("kid").asString("").equals("key-1")) {
            return "header";
        }
        JsonNode claims = JSON.readTree(decoded(parts[1]));
        long now = clock.instant().getEpochSecond();
        long from = claims.path("iat").asLong();
        long to = claims.path("exp").asLong();
        if (Math.abs(now - from) > 300 || to <= now || to - from > 3600) {
            return "time";
        }
        boolean mine =
                claims.path("iss").asString("").equals(EMAIL)
                        && claims.path("aud").asString("").equals(tokenUri)
                        && claims.path("scope").asString("").endsWith("/auth/cloud-platform");
        return mine ? "" : "claims";
    }

    private boolean isSigned(String[] parts) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(decoded(parts[2]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static Map<String, String> form(String text) {
        var form = new HashMap<String, String>();
        for (var pair : List.of(text.split("&"))) {
            var parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
