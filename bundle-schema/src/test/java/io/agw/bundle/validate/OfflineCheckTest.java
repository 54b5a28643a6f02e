package io.agw.bundle.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.canonical.PartialBundle;
import io.agw.bundle.plan.AppliedWorld;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.validate.OfflineCheck.Strictness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfflineCheckTest {
    private static final String KEY_AND_ROUTES =
            """
            llmRoutes:
            - {id: chat, protocol: openai, target_policy: {type: direct-provider, provider_id: p}}
            mcpServices:
            - {id: s, name: S, transport: stdio, launcher: l}
            mcpRoutes:
            - {id: tools, service_id: s}
            """;

    private final OfflineCheck check = new OfflineCheck(Shapes.KINDS);

    @Test
    void referenceIntoAFamilyThatTheBundleHasMustBeMet() {
        assertThat(
                        check(
                                """
                                providers:
                                - {id: openai, provider_type: openai}
                                llmRoutes:
                                - id: r
                                  protocol: openai
                                  target_policy: {type: direct-provider, provider_id: openia}
                                """,
                                Strictness.LENIENT))
                .containsExactly(
                        "a.yaml:8:55: error AGW1301: target_policy.provider_id: \"openia\" (expected:"
                                + " the id of a provider) (did you mean openai?)");
    }

    @Test
    void referenceOutOfTheBundleIsAWarningAndAnErrorWhenStrict() {
        var yaml =
                """
                managedModels:
                - {provider_id: p, upstream_model: m}
                """;

        assertThat(check(yaml, Strictness.LENIENT))
                .containsExactly(
                        "a.yaml:4:17: warning AGW1302: provider_id: \"p\" is not in the bundle, which"
                                + " has no providers (the gateway checks it when the bundle is applied)");
        assertThat(check(yaml, Strictness.STRICT))
                .containsExactly(
                        "a.yaml:4:17: error AGW1302: provider_id: \"p\" is not in the bundle, which has"
                                + " no providers");
    }

    @Test
    void virtualKeysMayNameRoutesOfEveryKind() {
        assertThat(
                        check(
                                KEY_AND_ROUTES
                                        + "providers:\n- {id: p, provider_type: echo}\n"
                                        + "virtualKeys:\n- {id: k, allowed_route_ids: [chat, tools]}\n",
                                Strictness.STRICT))
                .isEmpty();
    }

    @Test
    void agentsThatAKeyNamesMustExistUnlessAPatternNamesThem() {
        assertThat(
                        check(
                                """
                                agents:
                                - {id: crawler, name: C}
                                virtualKeys:
                                - {id: bound, agent_id: crawlr}
                                - {id: free, allowed_agents: [crawler, web-*, gone]}
                                """,
                                Strictness.LENIENT))
                .containsExactly(
                        "a.yaml:6:25: error AGW1301: agent_id: \"crawlr\" (expected: the id of a agent) (did"
                                + " you mean crawler?)",
                        "a.yaml:7:47: error AGW1301: allowed_agents[1]: \"gone\" (expected: the id of a"
                                + " agent)");
    }

    @Test
    void nameOfARouteMayStandInAFamilyThatTheBundleLacks() {
        assertThat(
                        check(
                                KEY_AND_ROUTES
                                        + "providers:\n- {id: p, provider_type: echo}\n"
                                        + "virtualKeys:\n- {id: k, allowed_route_ids: [other]}\n",
                                Strictness.LENIENT))
                .singleElement()
                .asString()
                .contains("warning AGW1302: allowed_route_ids[0]: \"other\"");
    }

    @Test
    void theElementOfAListWithoutOrderIsNamedByItsOwnPlace() {
        assertThat(
                        check(
                                """
                                providers:
                                - {id: p, provider_type: echo}
                                agents:
                                - id: a
                                  name: A
                                  runtime: {type: http, http: {endpoint: 'https://a.example'}}
                                  resources:
                                    provider_ids:
                                    - zz
                                    - p
                                    - aa
                                """,
                                Strictness.LENIENT))
                .satisfiesExactly(
                        problem ->
                                assertThat(problem).startsWith("a.yaml:11:7: ").contains("\"zz\""),
                        problem ->
                                assertThat(problem).startsWith("a.yaml:13:7: ").contains("\"aa\""));
    }

    private List<String> check(String sections, Strictness strictness) {
        var bundle = PartialBundle.whole(AppliedWorld.bundle(sections, Map.of()).objects());
        return check.check(bundle, strictness).stream().map(Problem::toString).toList();
    }
}
