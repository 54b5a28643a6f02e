package io.agw.reconciler.webhook;

import io.agw.bundle.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How the hosts prove that a call is theirs. Comparisons take the same time wherever the texts
/// differ. SHA-1 signatures are not looked at.
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    /// GitHub, Bitbucket and the generic form, with the digest's name before it: GitHub sends SHA-1
    /// under Bitbucket's header.
    private static final List<String> PREFIXED =
            List.of("x-hub-signature-256", "x-hub-signature", "x-signature");

    private Signature() {}

    /// Whether a call carries a proof made with that secret.
    static boolean isGenuine(HookCall call, Secret secret) {
        return proofs(call).stream().anyMatch(proof -> proof.matches(call, secret));
    }

    private static List<Proof> proofs(HookCall call) {
        var proofs = new ArrayList<Proof>();
        for (var name : PREFIXED) {
            var value = call.header(name);
            if (value != null && value.startsWith(PREFIX)) {
                proofs.add(new Proof.Digest(value.substring(PREFIX.length())));
            }
        }
        var gitea = call.header("x-gitea-signature");
        if (gitea != null) {
            proofs.add(new Proof.Digest(gitea));
        }
        var gitlab = call.header("x-gitlab-token");
        if (gitlab != null) {
            proofs.add(new Proof.Token(gitlab));
        }
        return proofs;
    }

    private sealed interface Proof {
        boolean matches(HookCall call, Secret secret);

        /// HMAC-SHA-256 of the body, hexadecimal.
        record Digest(String hex) implements Proof {
            @Override
            public boolean matches(HookCall call, Secret secret) {
                var expected = HexFormat.of().formatHex(hmac(secret, call.body()));
                return same(expected, hex);
            }
        }

        /// The secret itself.
        record Token(String text) implements Proof {
            @Override
            public boolean matches(HookCall call, Secret secret) {
                return same(secret.reveal(), text);
            }
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(Secret secret, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(
                    new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing from this JDK", e);
        }
    }
}
