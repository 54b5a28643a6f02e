package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.match.Match;
import io.agw.server.match.Route;
import io.agw.server.provider.AccessTokens;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.SentSecrets;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.TurnRefused;
import io.agw.server.upstream.TestSnapshots;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a route offers, to whom it leads, and with which keys.
final class RoutingsTest {
    private static final String ROUTE =
            """
            providers: [%s]
            llmRoutes:
              - id: r
                protocol: openai
                auth_policy: {require_virtual_key: false}
                target_policy:
                  %s
            %s
            """;

    static final Dialects DIALECTS = new Dialects(Map.of(Api.CHAT, new ChatDialect()));

    private final ProviderTypes types = new ProviderTypes(List.of(new NamingType()));
    private final Routings routings = new Routings(types, accounts(types), DIALECTS, Findings.NONE);

    static ProviderAccounts accounts(ProviderTypes types) {
        return new ProviderAccounts(types, AccessTokens.NONE, new CoolDowns(System::nanoTime));
    }

    @Test
    void exactNameBeatsPatternAndLongerPatternBeatsShorter() {
        var snapshot =
                logical(
                        """
                        - {name: 'claude-*', candidates: [{provider_id: a, upstream_model: short}]}
                        - {name: 'claude-opus-*', candidates: [{provider_id: a, upstream_model: long}]}
                        - {name: claude-opus-1, candidates: [{provider_id: a, upstream_model: exact}]}
                        - {name: 'openai/*', candidates: [{provider_id: a, upstream_model: '*'}]}
                        """);

        assertThat(model(snapshot, "claude-opus-1")).isEqualTo("exact");
        assertThat(model(snapshot, "claude-opus-2")).isEqualTo("long");
        assertThat(model(snapshot, "claude-x")).isEqualTo("short");
        assertThat(model(snapshot, "openai/gpt-x")).isEqualTo("gpt-x");
        assertRefused(snapshot, "gpt-x", 404, "model_not_found");
    }

    @Test
    void modelIsRequiredUnlessTheRouteHasADefault() {
        var targets = "- {name: m, candidates: [{provider_id: a, upstream_model: up}]}";

        assertRefused(logical(targets), null, 400, "model_required");
        assertThat(model(snapshot("default_model: m", targets, ""), null)).isEqualTo("up");
    }

    @Test
    void candidateOfADisabledManagedModelIsExcluded() {
        var snapshot =
                snapshot(
                        "",
                        """
                        - {name: m, candidates: [{provider_id: a, upstream_model: x, priority: 9},
                                                 {provider_id: a, upstream_model: y}]}
                        - {name: gone, candidates: [{provider_id: a, upstream_model: x}]}
                        """,
                        "managedModels: [{provider_id: a, upstream_model: x, enabled: false}]");

        assertThat(model(snapshot, "m")).isEqualTo("y");
        assertRefused(snapshot, "gone", 502, "no_candidate");
    }

    @Test
    void managedModelsCountBehindAPatternThatPassesNamesOn() {
        var snapshot =
                snapshot(
                        "",
                        """
                        - {name: 'openai/*', candidates: [{provider_id: a, upstream_model: '*'}]}
                        - {name: 'gpt-*', candidates: [{provider_id: a, upstream_model: '*', priority: 9},
                                                       {provider_id: a, upstream_model: other}]}
                        """,
                        """
                        managedModels:
                          - {provider_id: a, upstream_model: gpt-off, enabled: false}
                          - {provider_id: a, upstream_model: gpt-mute, capability_overrides: {tools: false}}
                          - {provider_id: a, upstream_model: gpt-own, credential_scope: special}
                        credentials:
                          - {id: usual, provider_id: a, attributes: {api_key: k-usual}}
                          - {id: special, provider_id: a, scope: special, attributes: {api_key: k-special}}
                        """);

        assertThat(model(snapshot, "openai/gpt-on")).isEqualTo("gpt-on");
        assertRefused(snapshot, "openai/gpt-off", 502, "no_candidate");
        assertThat(model(snapshot, "gpt-off")).isEqualTo("other");
        assertThat(drawn(snapshot, request("{\"model\":\"gpt-mute\"}")).upstreamModel())
                .isEqualTo("*");
        var calling = request("{\"model\":\"gpt-mute\",\"tools\":[{}]}");
        assertThat(drawn(snapshot, calling).upstreamModel()).isEqualTo("other");
        assertThat(keys(snapshot, "gpt-own")).containsExactly("k-special", "k-usual");
        assertThat(keys(snapshot, "gpt-on")).containsExactly("k-usual");
    }

    @Test
    void aDirectRouteLeavesTheModelToTheClient() {
        var snapshot =
                direct("", "managedModels: [{provider_id: a, upstream_model: x, enabled: false}]");

        assertThat(model(snapshot, "x")).isEqualTo("x");
    }

    @Test
    void capabilitiesExcludeOnlyWhatIsKnownToLack() {
        var snapshot =
                snapshot(
                        "",
                        """
                        - {name: m, candidates: [{provider_id: a, upstream_model: x, priority: 9},
                                                 {provider_id: a, upstream_model: y}]}
                        """,
                        """
                        managedModels:
                          - {provider_id: a, upstream_model: x,
                             capability_overrides: {streaming: false, tools: false}}
                        """);

        assertThat(drawn(snapshot, request("{\"model\":\"m\"}")).upstreamModel()).isEqualTo("x");
        assertThat(drawn(snapshot, request("{\"model\":\"m\",\"stream\":true}")).upstreamModel())
                .isEqualTo("y");
        assertThat(drawn(snapshot, request("{\"model\":\"m\",\"tools\":[{}]}")).upstreamModel())
                .isEqualTo("y");
    }

    @Test
    void disabledProviderOrTypeIsNotCalled() {
        var direct = direct("disabled: true", "");
        assertRefused(direct, "m", 403, "provider_disabled");

        var enabled = direct("", "");
        assertThat(model(enabled, "m")).isEqualTo("m");
        types.enable("openai", false);
        assertRefused(enabled, "m", 403, "provider_disabled");
        types.enable("openai", true);
        assertThat(model(enabled, "m")).isEqualTo("m");
    }

    @Test
    void typeThatIsStillToComeIsRefusedAsSuchWhereNothingElseCanServe() {
        var later = "{id: later, provider_type: anthropic}";
        var direct = TestSnapshots.of(ROUTE.formatted(later, "provider_id: later", ""));
        var logical =
                TestSnapshots.of(
                        ROUTE.formatted(
                                later + ", {id: a, provider_type: openai}",
                                "model_targets:",
                                """
                                      - {name: m, candidates: [{provider_id: later, upstream_model: x, priority: 9},
                                                               {provider_id: a, upstream_model: y}]}
                                      - {name: alone, candidates: [{provider_id: later, upstream_model: x}]}
                                """));

        assertRefused(direct, "m", 501, "provider_type_not_served");
        assertRefused(logical, "alone", 501, "provider_type_not_served");
        assertThat(model(logical, "m")).isEqualTo("y");
        assertThatThrownBy(() -> model(logical, "alone"))
                .isInstanceOfSatisfying(
                        TurnRefused.class,
                        e ->
                                assertThat(e.refusal().message())
                                        .isEqualTo(
                                                "provider type \"anthropic\" of provider \"later\" is not served yet"));
    }

    @Test
    void disabledProviderOfATypeThatIsStillToComeIsDisabled() {
        var snapshot =
                TestSnapshots.of(
                        ROUTE.formatted(
                                "{id: later, provider_type: gemini, disabled: true}",
                                "provider_id: later",
                                ""));

        assertRefused(snapshot, "m", 403, "provider_disabled");
    }

    @Test
    void directRouteAsksForTheProvidersDefaultModelWhenTheClientNamesNone() {
        assertThat(model(direct("default_model: standard", ""), null)).isEqualTo("standard");
        assertThat(model(direct("", ""), null)).isNull();
    }

    @Test
    void providerWithoutAnyKeyIsCalledWithoutOne() {
        assertThat(keys(direct("", ""))).containsExactly("none");
    }

    @Test
    void managedKeysComeByPriorityAndThenTheProvidersOwn() {
        var snapshot =
                direct(
                        "api_key: own",
                        """
                        credentials:
                          - {id: low, provider_id: a, priority: 1, attributes: {api_key: k-low}}
                          - {id: high, provider_id: a, priority: 9, attributes: {api_key: k-high}}
                          - {id: off, provider_id: a, priority: 99, disabled: true,
                             attributes: {api_key: k-off}}
                          - {id: other, provider_id: a, scope: elsewhere,
                             attributes: {api_key: k-other}}
                        """);

        assertThat(keys(snapshot)).containsExactly("k-high", "k-low", "own");
    }

    @Test
    void keyOfAModelsOwnScopeComesFirstAndMayHaveItsOwnAddress() {
        var snapshot =
                snapshot(
                        "",
                        "- {name: m, candidates: [{provider_id: a, upstream_model: x}]}",
                        """
                        managedModels: [{provider_id: a, upstream_model: x, credential_scope: Special}]
                        credentials:
                          - {id: usual, provider_id: a, priority: 9, attributes: {api_key: k-usual}}
                          - {id: special, provider_id: a, scope: special,
                             attributes: {api_key: k-special, base_url: 'http://elsewhere/v1'}}
                        """);

        assertThat(keys(snapshot)).containsExactly("k-special@http://elsewhere/v1", "k-usual");
    }

    @Test
    void routingsAreMadeAnewForEverySnapshot() {
        assertThat(model(direct("default_model: one", ""), null)).isEqualTo("one");
        assertThat(model(direct("default_model: two", ""), null)).isEqualTo("two");
    }

    private void assertRefused(Snapshot snapshot, @Nullable String model, int status, String code) {
        assertThatThrownBy(() -> model(snapshot, model))
                .isInstanceOfSatisfying(
                        TurnRefused.class,
                        e -> {
                            assertThat(e.refusal().status()).isEqualTo(status);
                            assertThat(e.refusal().code()).isEqualTo(code);
                        });
    }

    private @Nullable String model(Snapshot snapshot, @Nullable String model) {
        var request = request(model == null ? "{}" : "{\"model\":\"" + model + "\"}");
        var candidates = candidates(snapshot, request);
        var target = candidates.draw(RandomGenerator.getDefault());
        return target == null ? null : target.modelFor(candidates.model());
    }

    private Target drawn(Snapshot snapshot, ScannedRequest request) {
        var candidates = candidates(snapshot, request);
        return Objects.requireNonNull(candidates.draw(RandomGenerator.getDefault()));
    }

    static Requester requester(Snapshot snapshot) {
        return new Requester(null, snapshot.prices(), Instant.EPOCH, null);
    }

    private Candidates candidates(Snapshot snapshot, ScannedRequest request) {
        var routing = routings.of(snapshot, route(snapshot), null);
        return routings.candidates(routing, Wording.of(request, DIALECTS), requester(snapshot));
    }

    private List<String> keys(Snapshot snapshot) {
        return keys(snapshot, "m");
    }

    private List<String> keys(Snapshot snapshot, String model) {
        var accounts = drawn(snapshot, request("{\"model\":\"" + model + "\"}")).accounts();
        var used = new BitSet();
        var keys = new ArrayList<String>();
        while (accounts.next(used, model, null) instanceof Accounts.Pick.Ready(var access, _)) {
            keys.add(access.provider().address());
        }
        return keys;
    }

    static Snapshot logical(String targets) {
        return snapshot("", targets, "");
    }

    private static Snapshot snapshot(String policy, String targets, String further) {
        return TestSnapshots.of(
                """
                providers: [{id: a, provider_type: openai}]
                llmRoutes:
                  - id: r
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    target_policy:
                      %s
                      model_targets:
                %s
                %s
                """
                        .formatted(policy, targets.indent(8), further));
    }

    private static Snapshot direct(String provider, String further) {
        return TestSnapshots.of(
                """
                providers:
                  - id: a
                    provider_type: openai
                    %s
                llmRoutes:
                  - id: r
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    target_policy: {provider_id: a}
                %s
                """
                        .formatted(provider, further));
    }

    static Route route(Snapshot snapshot) {
        var match = snapshot.routes().match("localhost", "POST", "/v1/chat/completions");
        return ((Match.Found) match).route();
    }

    static ScannedRequest request(String body) {
        try {
            return new RequestScanner(JsonLimits.defaults())
                    .scan(Api.CHAT, body.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    /// A type whose providers are named after their key and address.
    static final class NamingType implements ProviderType {
        @Override
        public String name() {
            return "openai";
        }

        @Override
        public Provider open(ProviderSetup setup) {
            var key = setup.key();
            var text = key == null ? "none" : key.reveal();
            var name = setup.baseUrl() == null ? text : text + "@" + setup.baseUrl();
            return new Provider() {
                @Override
                public boolean serves(Api api) {
                    return true;
                }

                @Override
                public UpstreamReply call(Api api, ProviderCall call) {
                    throw new AssertionError("called");
                }

                @Override
                public String address() {
                    return name;
                }

                @Override
                public SentSecrets secrets() {
                    return SentSecrets.NONE;
                }
            };
        }
    }
}
