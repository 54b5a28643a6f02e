package io.agw.server.authenticate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agw.bundle.model.AuthPolicy;
import io.agw.bundle.model.Lifecycle;
import io.agw.bundle.model.MatchPolicy;
import io.agw.bundle.model.McpRoute;
import io.agw.bundle.model.PreviousText;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Problems;
import io.agw.server.access.AccessRules;
import io.agw.server.access.Permits;
import io.agw.server.match.Route;
import io.agw.server.oidc.Issuers;
import io.agw.server.turn.Received;
import io.agw.server.turn.TurnRefused;
import io.agw.store.memory.MemoryStore;
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.VirtualKeyIndex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final VirtualKeyIndex HASH =
            MasterKey.generate(new SecureRandom()).virtualKeys();

    private static final KeyOwners NO_OWNERS =
            new KeyOwners(Map.of(), AgentIndex.of(List.of()), AccessRules.of(List.of(), permits()));

    private final KeyIndex keys =
            KeyIndex.of(
                    List.of(
                            key("good", "vk-good", false, null, List.of()),
                            key("disabled", "vk-disabled", true, null, List.of()),
                            key("expired", "vk-expired", false, NOW, List.of()),
                            key("lasting", "vk-lasting", false, NOW.plusMillis(1), List.of()),
                            key("here", "vk-here", false, null, List.of("open", "closed")),
                            key("elsewhere", "vk-elsewhere", false, null, List.of("other")),
                            hashed("hashed", "vk-hashed")),
                    NO_OWNERS,
                    HASH,
                    new Problems());
    private final Authenticator authenticator =
            new Authenticator(Issuers.none(), InstantSource.fixed(NOW));

    @ParameterizedTest
    @CsvSource({
        "vk-good, good",
        "vk-lasting, lasting",
        "vk-here, here",
        "vk-hashed, hashed",
    })
    void aUsableKeyNamesThePrincipal(String text, String id) {
        assertThat(identify(Map.of("authorization", List.of("Bearer " + text))).keyId())
                .contains(id);
        assertThat(identify(Map.of("authorization", List.of("bEaReR   " + text + " "))).keyId())
                .contains(id);
        assertThat(identify(Map.of("x-api-key", List.of(text))).keyId()).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "vk-unknown, 401, invalid_api_key",
        "VK-GOOD, 401, invalid_api_key",
        "vk-good-and-more, 401, invalid_api_key",
        "vk-disabled, 401, api_key_disabled",
        "vk-expired, 401, api_key_expired",
        "vk-elsewhere, 403, route_not_allowed",
    })
    void anyOtherKeyIsRefused(String text, int status, String code) {
        var refusal = refused(Map.of("x-api-key", List.of(text)));

        assertThat(refusal.refusal().status()).isEqualTo(status);
        assertThat(refusal.refusal().code()).isEqualTo(code);
        assertThat(refusal).hasMessageNotContaining(text);
    }

    @ParameterizedTest
    @CsvSource({"authorization, Basic dms6Z29vZA==", "authorization, Bearer", "x-api-key, ' '"})
    void withoutAKeyTheRefusalSaysHowToShowOne(String header, String value) {
        var refusal = refused(Map.of(header, List.of(value)));

        assertThat(refusal.refusal().status()).isEqualTo(401);
        assertThat(refusal.refusal().code()).isEqualTo("missing_api_key");
        assertThat(refused(Map.of()).refusal()).isEqualTo(refusal.refusal());
    }

    @Test
    void theFirstUsableKeyWins() {
        var headers =
                Map.of(
                        "x-api-key", List.of("sk-of-somebody-else"),
                        "authorization", List.of("Bearer vk-disabled", "Bearer vk-good"));

        assertThat(identify(headers).keyId()).contains("good");
    }

    @Test
    void ofSeveralUnusableKeysAKnownOneExplains() {
        var headers =
                Map.of(
                        "x-api-key", List.of("sk-of-somebody-else"),
                        "authorization", List.of("Bearer vk-expired"));

        assertThat(refused(headers).refusal().code()).isEqualTo("api_key_expired");
    }

    @Test
    void anOpenRouteTakesEveryoneAndStillCountsKnownKeys() {
        var open = route("open", false);

        assertThat(identify(Map.of(), open).keyId()).isEmpty();
        assertThat(identify(Map.of("x-api-key", List.of("sk-foreign")), open).keyId()).isEmpty();
        assertThat(identify(Map.of("x-api-key", List.of("vk-disabled")), open).keyId()).isEmpty();
        assertThat(identify(Map.of("x-api-key", List.of("vk-good")), open).keyId())
                .contains("good");
    }

    @Test
    void aKeyWithoutTextOrWithAnothersTextIsAProblem() {
        var problems = new Problems();
        var index =
                KeyIndex.of(
                        List.of(
                                key("a", "vk-same", false, null, List.of()),
                                key("b", "vk-same", false, null, List.of()),
                                bare("c", new SecretValue.Unset("${KEY}"), null),
                                bare("d", null, given("sha256:nonsense"))),
                        NO_OWNERS,
                        HASH,
                        problems);

        assertThat(index.size()).isEqualTo(1);
        assertThat(problems.sorted())
                .extracting(problem -> problem.position() + " " + problem.message())
                .satisfiesExactly(
                        b -> assertThat(b).contains("virtual_key/b", "same text as \"a\""),
                        c -> assertThat(c).contains("virtual_key/c", "no usable text"),
                        d -> assertThat(d).contains("virtual_key/d", "no usable text"));
        assertThat(problems.sorted().toString()).doesNotContain("vk-same");
    }

    @Test
    void theTextBeforeWorksUntilItsSecondAndIsTheSameKey() {
        var rotated = rotated("vk-new", "vk-old", NOW.plusSeconds(60));
        var now = new AtomicReference<>(NOW);
        var problems = new Problems();
        var index = KeyIndex.of(List.of(rotated), NO_OWNERS, HASH, problems);
        var watch = new Authenticator(Issuers.none(), now::get);
        var route = route("closed", true);

        assertThat(problems.sorted()).isEmpty();
        assertThat(index.size()).isEqualTo(1);
        for (var second : List.of(0L, 59L)) {
            now.set(NOW.plusSeconds(second));
            for (var text : List.of("vk-new", "vk-old")) {
                var shown = received(Map.of("x-api-key", List.of(text)));
                assertThat(watch.identify(shown, route, index, _ -> {}).payer())
                        .isEqualTo(
                                watch.identify(
                                                received(Map.of("x-api-key", List.of("vk-new"))),
                                                route,
                                                index,
                                                _ -> {})
                                        .payer());
            }
        }
        now.set(NOW.plusSeconds(60));
        var old = received(Map.of("x-api-key", List.of("vk-old")));
        assertThatThrownBy(() -> watch.identify(old, route, index, _ -> {}))
                .isInstanceOfSatisfying(
                        TurnRefused.class,
                        refused ->
                                assertThat(refused.refusal().code()).isEqualTo("api_key_replaced"));
        var present = received(Map.of("x-api-key", List.of("vk-new")));
        assertThat(watch.identify(present, route, index, _ -> {}).keyId()).contains("k");
    }

    @Test
    void noTextIsTwoKeysPresentOrBefore() {
        var problems = new Problems();

        KeyIndex.of(
                List.of(
                        key("a", "vk-a", false, null, List.of()),
                        rotated("vk-new", "vk-a", NOW.plusSeconds(60))),
                NO_OWNERS,
                HASH,
                problems);
        KeyIndex.of(
                List.of(rotated("vk-same", "vk-same", NOW.minusSeconds(60))),
                NO_OWNERS,
                HASH,
                problems);

        assertThat(problems.sorted())
                .extracting(problem -> problem.message())
                .containsExactlyInAnyOrder(
                        "virtual key \"k\" has the same text before as \"a\" (expected: a text of its own)",
                        "virtual key \"k\" has the same text before as \"k\" (expected: a text of its own)");
    }

    private static VirtualKey rotated(String text, String before, Instant until) {
        return bare("k", given(text), null, new PreviousText(given(before), null, until));
    }

    private static Permits permits() {
        var clock = InstantSource.fixed(NOW);
        return new Permits(new MemoryStore(clock).access(), clock);
    }

    private Principal identify(Map<String, List<String>> headers) {
        return identify(headers, route("closed", true));
    }

    private Principal identify(Map<String, List<String>> headers, Route route) {
        return authenticator.identify(received(headers), route, keys, _ -> {});
    }

    private TurnRefused refused(Map<String, List<String>> headers) {
        return catchThrowableOfType(TurnRefused.class, () -> identify(headers));
    }

    private static Received received(Map<String, List<String>> headers) {
        return new Received("id", "POST", "", "/", "/", "", headers, new byte[0], "127.0.0.1", 0);
    }

    private static Route route(String id, boolean requireKey) {
        return Route.of(
                        new McpRoute(
                                id,
                                null,
                                false,
                                new MatchPolicy(null, "/", List.of()),
                                new AuthPolicy(requireKey, false),
                                "service",
                                Lifecycle.NORMAL))
                .orElseThrow();
    }

    private static VirtualKey key(
            String id,
            String text,
            boolean disabled,
            @Nullable Instant expiresAt,
            List<String> routes) {
        return new VirtualKey(
                id,
                null,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                disabled,
                routes,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                expiresAt,
                given(text),
                null,
                null,
                null,
                Lifecycle.NORMAL);
    }

    private static VirtualKey hashed(String id, String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hex =
                    HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
            return bare(id, null, given("sha256:" + hex));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static VirtualKey bare(
            String id, @Nullable SecretValue value, @Nullable SecretValue hash) {
        return bare(id, value, hash, null);
    }

    private static VirtualKey bare(
            String id,
            @Nullable SecretValue value,
            @Nullable SecretValue hash,
            @Nullable PreviousText previous) {
        return new VirtualKey(
                id,
                null,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null,
                value,
                hash,
                previous,
                null,
                Lifecycle.NORMAL);
    }

    private static SecretValue given(String text) {
        return new SecretValue.Given(null, new Secret(text));
    }
}
