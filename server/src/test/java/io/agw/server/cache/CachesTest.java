package io.agw.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Secret;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.turn.CallerKey;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Payer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept, for whom, and for how long.
final class CachesTest {
    private static final Embedder NO_EMBEDDER = (_, _) -> null;
    private static final long SECOND = 1_000_000_000;
    private static final int ROOM = 4 << 20;

    private final AtomicLong nanos = new AtomicLong(-5 * SECOND);
    private final Caches caches = new Caches(ROOM, nanos::get);
    private final Payer ann = new Payer("a", "red", "acme", null, "unattributed");
    private final Payer bob = new Payer("b", "red", "acme", null, "unattributed");
    private final Payer eve = new Payer("e", "blue", "acme", null, "unattributed");

    @ParameterizedTest
    @CsvSource({
        "virtual_key, false, false",
        "team, true, false",
        "route, true, true",
        "global, true, true"
    })
    void nobodyIsGivenAnothersUnlessTheBundleSaysSo(String scope, boolean mate, boolean other) {
        for (var type :
                List.of(
                        "exact",
                        "prefix, messages: 1, ignore_suffix: true",
                        "semantic, embedding: {route_id: r, model: m}")) {
            var at = use("type: " + type + ", scope: " + scope);
            keep(at, ann, "hi", "answer");

            assertThat(find(at, ann, "hi")).isEqualTo("answer");
            assertThat(find(at, bob, "hi")).isEqualTo(mate ? "answer" : null);
            assertThat(find(at, eve, "hi")).isEqualTo(other ? "answer" : null);
            caches.purge("c");
        }
    }

    @Test
    void usersAndAgentsOfAKeyHaveTheirOwn() {
        var at = use("type: exact");
        keep(at, ann.of("u1"), "hi", "answer");

        assertThat(find(at, ann.of("u1"), "hi")).isEqualTo("answer");
        assertThat(find(at, ann.of("u2"), "hi")).isNull();
        assertThat(find(at, ann.of("u1").by("writer"), "hi")).isNull();
        assertThat(find(at, ann, "hi")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual_key", "team"})
    void callersThatAreNotKnownShareNothing(String scope) {
        var at = use("type: exact, scope: " + scope);

        assertThat(caches.find(at, asked(Payer.NOBODY, body("hi")), NO_EMBEDDER))
                .isEqualTo(new Found.Bypass());
    }

    @Test
    void whoPaysItselfSharesNothing() {
        var at = use("type: exact, scope: global");
        var paying = paying("sk-own");

        assertThat(caches.find(at, paying, NO_EMBEDDER)).isEqualTo(new Found.Bypass());
    }

    @Test
    void whoPaysItselfIsGivenWhatItPaidFor() {
        var at = use("type: exact");
        var one = paying("sk-one");
        ((Found.Miss) caches.find(at, one, NO_EMBEDDER)).slot().keep(answer("one's"));

        assertThat(caches.find(at, one, NO_EMBEDDER)).isInstanceOf(Found.Hit.class);
        assertThat(caches.find(at, paying("sk-other"), NO_EMBEDDER)).isInstanceOf(Found.Miss.class);
        assertThat(find(at, ann, "hi")).isNull();
    }

    private Asked paying(String key) {
        var asked = asked(ann, body("hi"));
        var own = new CallerKey(new Secret(key), false);
        return new Asked(ann, null, own, asked.request(), asked.passed(), asked.wishes());
    }

    @Test
    void anAnswerIsGivenAgainUntilItsTimeIsOver() {
        var at = use("type: exact, ttl: 10s");
        keep(at, ann, "hi", "answer");

        nanos.addAndGet(10 * SECOND - 1);
        assertThat(((Found.Hit) found(at, ann, "hi")).seconds()).isEqualTo(9);
        nanos.addAndGet(1);
        assertThat(find(at, ann, "hi")).isNull();
        assertThat(view().entries()).isZero();
        assertThat(view().bytes()).isZero();
    }

    @Test
    void clientsSayHowOldAnAnswerMayBe() {
        var at = use("type: exact");
        keep(at, ann, "hi", "answer");
        nanos.addAndGet(5 * SECOND);

        assertThat(wishing(at, "max-age=5")).isInstanceOf(Found.Hit.class);
        assertThat(wishing(at, "Max-Age=4")).isInstanceOf(Found.Miss.class);
        assertThat(wishing(at, "max-age=soon")).isInstanceOf(Found.Miss.class);
        assertThat(wishing(at, "no-cache")).isInstanceOf(Found.Miss.class);
        assertThat(wishing(at, "max-age=9, no-store")).isInstanceOf(Found.Bypass.class);
        assertThat(wishing(at, "only-if-cached")).isInstanceOf(Found.Hit.class);
    }

    @Test
    void whatWasNotAskedForLongestGoesFirst() {
        var at = use("type: exact, max_bytes: 65536");
        var large = "x".repeat(7_000);
        for (int i = 0; i < 8; i++) {
            keep(at, ann, "q" + i, large);
        }
        assertThat(find(at, ann, "q0")).isEqualTo(large);
        keep(at, ann, "q8", large);

        assertThat(view().bytes()).isLessThanOrEqualTo(65_536);
        assertThat(view().entries()).isEqualTo(8);
        assertThat(find(at, ann, "q0")).isEqualTo(large);
        assertThat(find(at, ann, "q1")).isNull();
        assertThat(find(at, ann, "q8")).isEqualTo(large);

        keep(at, ann, "larger", "x".repeat(8_192));
        assertThat(find(at, ann, "larger")).isNull();
    }

    @Test
    void noMoreAnswersAreKeptThanMayBe() {
        var at = use("type: exact, max_entries: 2");
        keep(at, ann, "1", "a");
        keep(at, ann, "2", "b");
        keep(at, ann, "3", "c");

        assertThat(find(at, ann, "1")).isNull();
        assertThat(view().entries()).isEqualTo(2);
    }

    @Test
    void cachesTogetherTakeNoMoreThanThereIs() {
        var at = use("type: exact");
        for (int i = 0; i < 10; i++) {
            keep(at, ann, "q" + i, "x".repeat(1 << 20));
        }

        assertThat(view().bytes()).isLessThanOrEqualTo(ROOM);
        assertThat(view().entries()).isEqualTo(3);
        assertThat(find(at, ann, "q9")).isNotNull();
    }

    @Test
    void whatIsTooOldHoldsNoRoomThatOtherCachesNeed() {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers: [{id: p, provider_type: echo}]
                        caches: [{id: c, type: exact, ttl: 10s}, {id: d, type: exact}]
                        llmRoutes:
                          - {id: r, protocol: openai, cache_id: c, target_policy: {provider_id: p}}
                          - {id: s, protocol: openai, match_policy: {path_prefix: /s}, cache_id: d, target_policy: {provider_id: p}}
                        """);
        caches.use(snapshot.caches());
        var first = Objects.requireNonNull(snapshot.caches().of("r"));
        var other = Objects.requireNonNull(snapshot.caches().of("s"));
        for (int i = 0; i < 3; i++) {
            keep(first, ann, "q" + i, "x".repeat(1 << 20));
        }
        keep(other, ann, "hi", "x".repeat(1 << 20));
        assertThat(find(other, ann, "hi")).as("all room is taken").isNull();

        nanos.addAndGet(10 * SECOND);
        keep(other, ann, "hi", "x".repeat(1 << 20));

        assertThat(find(other, ann, "hi")).isNotNull();
    }

    @Test
    void answersThatAreComingTakeRoomToo() {
        var at = use("type: exact");
        keep(at, ann, "q", "answer");
        var slot = ((Found.Miss) found(at, ann, "hi")).slot();

        assertThat(slot.take(ROOM)).isTrue();
        assertThat(view().entries()).as("made room").isZero();
        assertThat(slot.take(1)).isFalse();
        keep(at, ann, "other", "answer");
        assertThat(find(at, ann, "other")).isNull();

        slot.give(ROOM);
        keep(at, ann, "other", "answer");
        assertThat(find(at, ann, "other")).isEqualTo("answer");
    }

    @Test
    void whatIsUnderWayWhenACacheIsEmptiedIsNotKept() {
        var at = use("type: exact");
        keep(at, ann, "before", "answer");
        var miss = (Found.Miss) found(at, ann, "hi");

        assertThat(caches.purge("c")).contains(1);
        miss.slot().keep(answer("answer"));

        assertThat(view().entries()).isZero();
        assertThat(caches.purge("d")).isEmpty();
    }

    @Test
    void aCacheThatStaysTheSameKeepsItsAnswersWhateverElseChanges() {
        var at = use("type: exact");
        keep(at, ann, "hi", "answer");
        var miss = (Found.Miss) found(at, ann, "other");

        assertThat(find(use("type: exact"), ann, "hi")).isEqualTo("answer");
        var changed = use("type: exact, ttl: 2h");
        assertThat(find(changed, ann, "hi")).isNull();
        miss.slot().keep(answer("late"));
        assertThat(find(changed, ann, "other")).isNull();
        assertThat(caches.find(at, asked(ann, body("hi")), NO_EMBEDDER))
                .isEqualTo(new Found.Bypass());
        caches.use(CacheIndex.NONE);
        assertThat(caches.view("c")).isEmpty();
        assertThat(caches.find(at, asked(ann, body("hi")), NO_EMBEDDER))
                .isEqualTo(new Found.Bypass());
    }

    @Test
    void anotherTargetHasOtherAnswers() {
        var at = use("type: exact, scope: global");
        keep(at, ann, "hi", "answer");

        assertThat(find(new RouteCache(at.cache(), "other", at.targets()), ann, "hi"))
                .isEqualTo("answer");
        assertThat(find(new RouteCache(at.cache(), at.routeId(), "elsewhere"), ann, "hi")).isNull();
    }

    @Test
    void whatIsAlikeDependsOnWhoMakesEmbeddings() {
        assertThat(embeddedBy("p").targets()).isNotEqualTo(embeddedBy("q").targets());
    }

    private static RouteCache embeddedBy(String provider) {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers: [{id: p, provider_type: echo}, {id: q, provider_type: echo}]
                        caches: [{id: c, type: semantic, embedding: {route_id: e, model: m}}]
                        llmRoutes:
                          - {id: r, protocol: openai, cache_id: c, target_policy: {provider_id: p}}
                          - {id: e, protocol: openai, match_policy: {path_prefix: /e}, target_policy: {provider_id: %s}}
                        """
                                .formatted(provider));
        return Objects.requireNonNull(snapshot.caches().of("r"));
    }

    @Test
    void onlyRequestsThatTheBundleAllowsAreAnswered() {
        var at = use("type: exact, cacheable: {max_temperature: 0.2, no_tools: true}");

        assertThat(kind(at, "'temperature':0.2,")).isEqualTo("miss");
        assertThat(kind(at, "'temperature':0.3,")).isEqualTo("bypass");
        assertThat(kind(at, "'temperature':'0',")).isEqualTo("bypass");
        assertThat(kind(at, "")).isEqualTo("bypass");
        assertThat(kind(at, "'temperature':0,'tools':[{'type':'function'}],")).isEqualTo("bypass");
        assertThat(kind(at, "'temperature':0,'tools':[],")).isEqualTo("miss");
        assertThat(kind(at, "'temperature':0,'web_search_options':{},")).isEqualTo("bypass");
        assertThat(kind(at, "'temperature':0,'store':true,")).isEqualTo("bypass");
    }

    @Test
    void textsThatMeanTheSameAreAlikeAndNothingElseMayDiffer() {
        var at =
                use(
                        "type: semantic, embedding: {route_id: r, model: m}, similarity_threshold: 0.9");
        var asked = new AtomicInteger();
        Embedder embedder =
                (_, text) -> {
                    asked.incrementAndGet();
                    return switch (text) {
                        case "one" -> new float[] {3, 0, 0, 0, 0};
                        case "near" -> new float[] {1, 0.4f, 0, 0, 0};
                        case "far" -> new float[] {1, 1, 0, 0, 0};
                        case "odd" -> new float[] {1, 0};
                        case "none" -> new float[5];
                        default -> null;
                    };
                };
        var miss = (Found.Miss) caches.find(at, asked(ann, body("one")), embedder);
        miss.slot().keep(answer("answer"));

        assertThat(word(at, ann, body("one"), embedder)).isEqualTo("hit");
        assertThat(asked).hasValue(1);
        assertThat(word(at, ann, body("near"), embedder)).isEqualTo("hit");
        assertThat(asked).hasValue(2);
        for (var text : List.of("far", "odd", "none", "unknown")) {
            assertThat(word(at, ann, body(text), embedder)).as(text).isEqualTo("miss");
        }
        assertThat(word(at, bob, body("near"), embedder)).isEqualTo("miss");
        assertThat(word(at, ann, body("near").replace("'gpt'", "'other'"), embedder))
                .isEqualTo("miss");
        assertThat(word(at, ann, body("near").replace("be brief", "be kind"), embedder))
                .isEqualTo("miss");
        assertThat(view().bytes()).isGreaterThan(20);
        nanos.addAndGet(3_600 * SECOND);
        assertThat(word(at, ann, body("near"), embedder)).isEqualTo("miss");
    }

    private String kind(RouteCache at, String members) {
        return word(at, ann, body("hi").replaceFirst("\\{", "{" + members), NO_EMBEDDER);
    }

    private String word(RouteCache at, Payer payer, String body, Embedder embedder) {
        return caches.find(at, asked(payer, body), embedder).word();
    }

    private Found wishing(RouteCache at, String wish) {
        var asked = asked(ann, body("hi"));
        return caches.find(
                at,
                new Asked(ann, null, null, asked.request(), "", Wishes.of(List.of(wish))),
                NO_EMBEDDER);
    }

    private Caches.View view() {
        return caches.view("c").orElseThrow();
    }

    private RouteCache use(String members) {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers: [{id: p, provider_type: echo}]
                        caches: [{id: c, %s}]
                        llmRoutes: [{id: r, protocol: openai, cache_id: c, target_policy: {provider_id: p}}]
                        """
                                .formatted(members));
        caches.use(snapshot.caches());
        return Objects.requireNonNull(snapshot.caches().of("r"));
    }

    private void keep(RouteCache at, Payer payer, String text, String said) {
        ((Found.Miss) found(at, payer, text)).slot().keep(answer(said));
    }

    private static KeptAnswer answer(String said) {
        return new KeptAnswer(said.getBytes(StandardCharsets.UTF_8), Map.of(), "p", "m");
    }

    private @Nullable String find(RouteCache at, Payer payer, String text) {
        return found(at, payer, text) instanceof Found.Hit(var answer, _)
                ? new String(answer.body(), StandardCharsets.UTF_8)
                : null;
    }

    private Found found(RouteCache at, Payer payer, String text) {
        return caches.find(at, asked(payer, body(text)), NO_EMBEDDER);
    }

    private static String body(String text) {
        return "{'model':'gpt','messages':[{'role':'system','content':'be brief'},{'role':'user','content':'"
                + text
                + "'}]}";
    }

    private static Asked asked(Payer payer, String body) {
        try {
            var request =
                    new RequestScanner(JsonLimits.defaults())
                            .scan(
                                    Api.CHAT,
                                    body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            return new Asked(payer, null, null, request, "", Wishes.NONE);
        } catch (MalformedJson e) {
            throw new AssertionError(e);
        }
    }
}
