package io.agw.server.upstream;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Computes signatures of version 4 anew, as AWS does, from what arrived.
///
/// @param token that has to come along; empty for none
public record SignatureCheck(String keyId, String secret, String token, String region) {
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/[^/]+/bedrock/aws4_request), ?"
                            + "SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Empty when the request is signed as it has to be.
    public String fault(SeenRequest request) {
        var match = AUTHORIZATION.matcher(request.header("authorization"));
        if (!match.matches()) {
            return "authorization";
        }
        var time = request.header("x-amz-date");
        var signedHeaders = List.of(match.group(3).split(";"));
        var age = Duration.between(TIME.parse(time, Instant::from), Instant.now()).abs();
        var scope = time.substring(0, 8) + "/" + region + "/bedrock/aws4_request";
        if (age.compareTo(Duration.ofMinutes(5)) > 0) {
            return "time";
        }
        if (!match.group(1).equals(keyId) || !match.group(2).equals(scope)) {
            return "credential";
        }
        if (!signedHeaders.contains("host") || !signedHeaders.contains("x-amz-date")) {
            return "signed headers";
        }
        if (!request.header("x-amz-security-token").equals(token)
                || (!token.isEmpty() && !signedHeaders.contains("x-amz-security-token"))) {
            return "token";
        }
        var hash = hex(sha256(request.body()));
        if (!request.header("x-amz-content-sha256").equals(hash)) {
            return "body";
        }
        var text =
                "AWS4-HMAC-SHA256\n"
                        + time
                        + "\n"
                        + scope
                        + "\n"
                        + hex(sha256(bytes(canonical(request, signedHeaders, hash))));
        return hex(hmac(key(scope), text)).equals(match.group(4)) ? "" : "signature";
    }

    private static String canonical(SeenRequest request, List<String> signed, String hash) {
        var target = request.target().split("\\?", 2);
        var canonical = new StringBuilder(request.method()).append('\n');
        // every segment is encoded once more than it was sent, but for S3
        canonical.append(target[0].replace("%", "%25")).append('\n');
        canonical.append(target.length > 1 ? target[1] : "").append('\n');
        for (var name : signed) {
            canonical.append(name).append(':').append(request.header(name)).append('\n');
        }
        return canonical.append('\n').append(String.join(";", signed)).append('\n') + hash;
    }

    private byte[] key(String scope) {
        var key = bytes("AWS4" + secret);
        for (var part : Arrays.asList(scope.split("/"))) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
