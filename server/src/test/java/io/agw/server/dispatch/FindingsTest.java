package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.provider.ProviderTypes;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.TestSnapshots;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What is known of providers besides the configuration, in the choice of a target and in lists.
final class FindingsTest {
    @Test
    void unhealthyProvidersAreAskedOnlyWhenNoHealthyOneIsLeft() {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai}
                          - {id: b, provider_type: openai}
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              model_selector_strategy: priority
                              model_targets:
                                - name: m
                                  candidates:
                                    - {provider_id: a, upstream_model: x, priority: 2}
                                    - {provider_id: b, upstream_model: x}
                        """);
        var down = new HashSet<String>();
        var found = finding(down, Map.of());

        assertThat(drawn(found, snapshot).providerId()).isEqualTo("a");
        down.add("a");
        assertThat(drawn(found, snapshot).providerId()).isEqualTo("b");
        down.add("b");
        assertThat(drawn(found, snapshot).providerId()).isEqualTo("a");
    }

    @Test
    void namesAreListedAndPatternsByWhatProvidersAreKnownToHave() {
        var snapshot =
                RoutingsTest.logical(
                        """
                        - {name: fast, candidates: [{provider_id: a, upstream_model: gpt-x}]}
                        - {name: 'gpt-*', candidates: [{provider_id: a, upstream_model: '*'}]}
                        - {name: 'openai/*', candidates: [{provider_id: a, upstream_model: '*'}]}
                        - {name: 'one-*', candidates: [{provider_id: a, upstream_model: gpt-x}]}
                        - {name: lost, candidates: [{provider_id: gone, upstream_model: gpt-x}]}
                        """);
        var found = finding(Set.of(), Map.of("a", List.of("gpt-x", "o-1")));

        var routing = (Routing.Logical) found.of(snapshot, RoutingsTest.route(snapshot), null);

        assertThat(found.models(routing))
                .containsExactly("fast", "gpt-x", "openai/gpt-x", "openai/o-1");
    }

    @Test
    void managedModelsAreListedBehindAPatternUnlessTheyAreSwitchedOff() {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers: [{id: a, provider_type: openai}]
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              model_targets:
                                - {name: 'openai/*', candidates: [{provider_id: a, upstream_model: '*'}]}
                                - {name: off, candidates: [{provider_id: a, upstream_model: '*'}]}
                        managedModels:
                          - {provider_id: a, upstream_model: off, enabled: false}
                          - {provider_id: a, upstream_model: unheard-of}
                        """);
        var found = finding(Set.of(), Map.of("a", List.of("gpt-x", "off")));

        var routing = (Routing.Logical) found.of(snapshot, RoutingsTest.route(snapshot), null);

        assertThat(found.models(routing)).containsExactly("openai/gpt-x", "openai/unheard-of");
        assertThat(found.offers(routing, "openai/gpt-x")).isTrue();
        assertThat(found.offers(routing, "openai/anything")).isTrue();
        assertThat(found.offers(routing, "openai/off")).isFalse();
        assertThat(found.offers(routing, "off")).isFalse();
        assertThat(found.offers(routing, "gpt-x")).isFalse();
    }

    private Target drawn(Routings found, Snapshot snapshot) {
        var wording = Wording.of(RoutingsTest.request("{\"model\":\"m\"}"), RoutingsTest.DIALECTS);
        var candidates =
                found.candidates(
                        found.of(snapshot, RoutingsTest.route(snapshot), null),
                        wording,
                        RoutingsTest.requester(snapshot));
        return Objects.requireNonNull(candidates.draw(RandomGenerator.getDefault()));
    }

    private Routings finding(Set<String> down, Map<String, List<String>> models) {
        var types = new ProviderTypes(List.of(new RoutingsTest.NamingType()));
        return new Routings(
                types,
                RoutingsTest.accounts(types),
                RoutingsTest.DIALECTS,
                new Findings() {
                    @Override
                    public boolean isHealthy(String providerId) {
                        return !down.contains(providerId);
                    }

                    @Override
                    public Abilities abilities(String providerId, String model) {
                        return Abilities.UNKNOWN;
                    }

                    @Override
                    public Collection<String> models(String providerId) {
                        return models.getOrDefault(providerId, List.of());
                    }
                });
    }
}
