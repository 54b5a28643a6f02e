package io.agw.reconciler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Secret;
import io.agw.store.ManualClock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookVerifierTest {
    private static final byte[] BODY =
            "{\"after\":\"deadbeef\",\"repository\":{\"url\":\"https://evil\"}}"
                    .getBytes(StandardCharsets.UTF_8);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final List<Secret> secrets = new ArrayList<>(List.of(new Secret("new")));
    private final HookVerifier verifier =
            new HookVerifier(
                    Map.<String, Supplier<List<Secret>>>of("prod", () -> secrets, "bare", List::of),
                    clock);

    private HookVerdict verify(String source, Map<String, String> headers) {
        return verifier.verify(new HookCall(source, headers, BODY));
    }

    private static String hmac(String algorithm, String secret) throws GeneralSecurityException {
        var mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return HexFormat.of().formatHex(mac.doFinal(BODY));
    }

    private static String sha256(String secret) throws GeneralSecurityException {
        return hmac("HmacSHA256", secret);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Hub-Signature-256, sha256=",
        "X-Hub-Signature, sha256=",
        "X-Signature, sha256=",
        "x-gitea-signature, ''"
    })
    void aSignatureWithTheSecretIsAccepted(String header, String prefix)
            throws GeneralSecurityException {
        assertThat(verify("prod", Map.of(header, prefix + sha256("new"))).status()).isEqualTo(202);
        assertThat(verify("prod", Map.of(header, prefix + sha256("other"))).status())
                .isEqualTo(401);
    }

    @Test
    void gitlabSendsTheSecretItself() {
        assertThat(verify("prod", Map.of("X-Gitlab-Token", "new")).status()).isEqualTo(202);
        assertThat(verify("prod", Map.of("X-Gitlab-Token", "news")).status()).isEqualTo(401);
    }

    @Test
    void sha1IsNotLookedAt() throws GeneralSecurityException {
        var headers = Map.of("X-Hub-Signature", "sha1=" + hmac("HmacSHA1", "new"));

        assertThat(verify("prod", headers)).isEqualTo(new HookVerdict.Unauthorized());
    }

    @Test
    void whatIsWrongCannotBeToldApart() throws GeneralSecurityException {
        var signed = Map.of("X-Signature", "sha256=" + sha256("new"));

        assertThat(
                        List.of(
                                verify("nobody", signed),
                                verify("bare", signed),
                                verify("prod", Map.of())))
                .containsOnly(new HookVerdict.Unauthorized());
    }

    @Test
    void anEmptySecretIsNone() throws GeneralSecurityException {
        secrets.set(0, new Secret(""));

        assertThat(verify("prod", Map.of("X-Gitlab-Token", "")).status()).isEqualTo(401);
    }

    @Test
    void theOldSecretIsAcceptedUntilItIsRemoved() throws GeneralSecurityException {
        secrets.add(new Secret("old"));
        var headers = Map.of("X-Signature", "sha256=" + sha256("old"));
        assertThat(verify("prod", headers).status()).isEqualTo(202);

        secrets.removeLast();

        assertThat(verify("prod", headers).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-GitHub-Delivery", "X-Gitea-Delivery", "X-Gitlab-Event-UUID"})
    void aDeliveryThatCameBeforeIsAnsweredAndIgnored(String header)
            throws GeneralSecurityException {
        var headers = Map.of("X-Signature", "sha256=" + sha256("new"), header, "d-1");
        assertThat(verify("prod", headers)).isEqualTo(new HookVerdict.Accepted());
        assertThat(verify("prod", headers)).isEqualTo(new HookVerdict.Repeated());

        clock.advance(Duration.ofMinutes(11));

        assertThat(verify("prod", headers)).isEqualTo(new HookVerdict.Accepted());
    }

    @Test
    void aThousandCallsASecondAreThrottled() throws GeneralSecurityException {
        var headers = Map.of("X-Signature", "sha256=" + sha256("new"));
        var statuses = new ArrayList<Integer>();

        for (int i = 0; i < 1_000; i++) {
            statuses.add(verify("prod", headers).status());
            clock.advance(Duration.ofMillis(1));
        }

        assertThat(statuses.stream().filter(status -> status == 202).count()).isBetween(5L, 6L);
        assertThat(statuses.stream().filter(status -> status == 429).count()).isGreaterThan(990);
    }

    @Test
    void guessingNamesDoesNotKeepOutTheSourcesThatThereAre() throws GeneralSecurityException {
        for (int i = 0; i < 1_000; i++) {
            verify("guess-" + i, Map.of());
        }

        assertThat(verify("prod", Map.of("X-Signature", "sha256=" + sha256("new"))).status())
                .isEqualTo(202);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        assertThat(
                        verifier.verify(
                                        new HookCall(
                                                "prod",
                                                Map.of(),
                                                new byte[HookVerifier.MOST_BYTES + 1]))
                                .status())
                .isEqualTo(413);
    }
}
