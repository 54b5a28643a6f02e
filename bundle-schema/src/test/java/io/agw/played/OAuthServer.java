package io.agw.played;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A vendor's identity provider on a real socket: it signs everybody in who comes to its page, and
/// makes tokens only for codes that it gave out, redeemed once, by the client and with the verifier
/// that belong to them. Refresh tokens are good once.
public final class OAuthServer implements AutoCloseable {
    public static final String CLIENT = "agent-gateway-test";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final List<String> refreshTokens = new CopyOnWriteArrayList<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<ObjectNode> answers = answer -> answer;
    private volatile Runnable beforeRenewal = () -> {};
    private volatile int renewalStatus = 200;
    private volatile boolean deviceConfirmed;
    private volatile int deviceExpired;
    private volatile long validSeconds = 3600;

    public OAuthServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/device/usercode", this::beginDevice);
        server.createContext("/device/token", this::askDevice);
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// A section of a bundle that enables a flow against this server.
    ///
    /// @param more further members of its configuration, each with a comma before it
    public String authenticator(String name, String more) {
        return """
        cliAuthAuthenticators:
        - name: %s
          enabled: true
          config: {client_id: %s, authorize_url: "%s", token_url: "%s"%s}
        """
                .formatted(name, CLIENT, url("/authorize"), url("/token"), more);
    }

    /// What is made of each good answer of the token endpoint.
    public void answering(UnaryOperator<ObjectNode> change) {
        answers = change;
    }

    /// How long tokens made from now on are good.
    public void validFor(long seconds) {
        validSeconds = seconds;
    }

    /// What happens before a renewal is answered.
    public void beforeRenewals(Runnable wait) {
        beforeRenewal = wait;
    }

    /// Answers renewals with this status, without looking at them.
    public void renewalStatus(int status) {
        renewalStatus = status;
    }

    /// Somebody has entered the code of a device login.
    public void confirmDevice() {
        deviceConfirmed = true;
    }

    /// The code of a device login is no longer good, which is said with this status.
    public void expireDevice(int status) {
        deviceExpired = status;
    }

    /// A refresh token that is good now.
    public String freshRefreshToken() {
        var token = "rt-" + UUID.randomUUID();
        refreshTokens.add(token);
        given.add(token);
        return token;
    }

    /// Every token and code that was given out.
    public List<String> given() {
        return List.copyOf(given);
    }

    /// The parameters of every request to the token endpoint.
    public List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    /// How often somebody wanted a renewal.
    public long renewals() {
        return asked.stream()
                .filter(each -> "refresh_token".equals(each.get("grant_type")))
                .count();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var query = parameters(exchange.getRequestURI().getRawQuery());
        var redirect = query.getOrDefault("redirect_uri", "");
        boolean sound =
                CLIENT.equals(query.get("client_id"))
                        && "code".equals(query.get("response_type"))
                        && "S256".equals(query.get("code_challenge_method"))
                        && query.getOrDefault("code_challenge", "").length() == 43
                        && query.getOrDefault("state", "").length() >= 32
                        && redirect.startsWith("http://localhost:");
        if (!sound) {
            answer(exchange, 400, JSON.createObjectNode().put("error", "invalid_request"));
            return;
        }
        var code = "code-" + UUID.randomUUID();
        given.add(code);
        codes.put(code, query);
        exchange.getResponseHeaders()
                .set("Location", redirect + "?code=" + code + "&state=" + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        var body = body(exchange);
        asked.add(body);
        if ("refresh_token".equals(body.get("grant_type"))) {
            renew(exchange, body);
            return;
        }
        var login = codes.remove(body.getOrDefault("code", ""));
        boolean sound =
                login != null
                        && CLIENT.equals(body.get("client_id"))
                        && Objects.equals(login.get("redirect_uri"), body.get("redirect_uri"))
                        && Objects.equals(
                                login.get("code_challenge"),
                                challenge(body.getOrDefault("code_verifier", "")));
        answer(exchange, sound ? 200 : 400, sound ? tokens() : error("invalid_grant"));
    }

    private void renew(HttpExchange exchange, Map<String, String> body) throws IOException {
        beforeRenewal.run();
        if (renewalStatus != 200) {
            answer(exchange, renewalStatus, error("server_error"));
        } else if (!CLIENT.equals(body.get("client_id"))) {
            answer(exchange, 401, error("invalid_client"));
        } else if (!refreshTokens.remove(body.getOrDefault("refresh_token", ""))) {
            var error = JSON.createObjectNode();
            error.putObject("error")
                    .put("code", "refresh_token_reused")
                    .put("message", "Your refresh token was used already.");
            answer(exchange, 401, error);
        } else {
            answer(exchange, 200, tokens());
        }
    }

    private ObjectNode tokens() {
        var access = "at-" + UUID.randomUUID();
        given.add(access);
        var answer =
                JSON.createObjectNode()
                        .put("access_token", access)
                        .put("refresh_token", freshRefreshToken())
                        .put("id_token", idToken())
                        .put("token_type", "Bearer")
                        .put("expires_in", validSeconds);
        answer.putObject("account").put("email_address", "ann@example.com");
        return answers.apply(answer);
    }

    private static String idToken() {
        var claims = JSON.createObjectNode().put("email", "ann@example.com");
        claims.putObject("https://api.openai.com/auth")
                .put("chatgpt_account_id", "account-1")
                .put("chatgpt_plan_type", "team");
        return "e30." + base64(JSON.writeValueAsBytes(claims)) + ".c2ln";
    }

    private void beginDevice(HttpExchange exchange) throws IOException {
        var sound = CLIENT.equals(body(exchange).get("client_id"));
        var answer =
                JSON.createObjectNode()
                        .put("device_auth_id", "device-1")
                        .put("user_code", "ABCD-EFGH")
                        .put("verification_uri", url("/device"))
                        .put("interval", "1");
        answer(exchange, sound ? 200 : 401, sound ? answer : error("invalid_client"));
    }

    private void askDevice(HttpExchange exchange) throws IOException {
        var body = body(exchange);
        if (!"device-1".equals(body.get("device_auth_id"))
                || !"ABCD-EFGH".equals(body.get("user_code"))) {
            answer(exchange, 400, error("invalid_request"));
            return;
        }
        if (deviceExpired != 0) {
            answer(exchange, deviceExpired, error("expired_token"));
            return;
        }
        if (!deviceConfirmed) {
            answer(exchange, 403, error("authorization_pending"));
            return;
        }
        var verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        var code = "code-" + UUID.randomUUID();
        codes.put(
                code,
                Map.of(
                        "redirect_uri",
                        "https://auth.openai.com/deviceauth/callback",
                        "code_challenge",
                        challenge(verifier)));
        answer(
                exchange,
                200,
                JSON.createObjectNode()
                        .put("authorization_code", code)
                        .put("code_verifier", verifier)
                        .put("code_challenge", challenge(verifier)));
    }

    private static ObjectNode error(String code) {
        return JSON.createObjectNode().put("error", code);
    }

    /// A form, or a flat JSON object.
    private static Map<String, String> body(HttpExchange exchange) throws IOException {
        var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!text.startsWith("{")) {
            return parameters(text);
        }
        var members = new HashMap<String, String>();
        JSON.readTree(text)
                .properties()
                .forEach(member -> members.put(member.getKey(), member.getValue().asString()));
        return members;
    }

    private static Map<String, String> parameters(String form) {
        var parameters = new HashMap<String, String>();
        for (var pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String challenge(String verifier) {
        try {
            return base64(
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body)
            throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
