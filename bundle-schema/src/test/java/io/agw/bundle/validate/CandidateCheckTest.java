package io.agw.bundle.validate;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.STAGE;
import static io.agw.bundle.plan.AppliedWorld.bundle;
import static io.agw.bundle.plan.AppliedWorld.options;
import static io.agw.bundle.plan.AppliedWorld.providers;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.Bundle;
import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedWorld;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanOptions;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CandidateCheckTest {
    private static final ObjectCodec CODEC = new ObjectCodec();
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final PlanOptions PRUNING = options().withPrune(new PruneCaps(100, 100, true));

    private final CandidateCheck check = new CandidateCheck(CODEC.shapes(), () -> NOW);
    private final AppliedWorld world = new AppliedWorld();

    @Test
    void referencesAreMetByObjectsOfEveryOwner() {
        world.apply(PROD, providers("p: {}"), options());

        assertThat(check(world.plan(STAGE, route("r", "p"), options()))).isEmpty();
    }

    @Test
    void referenceThatNobodyMeetsIsAnError() {
        world.apply(PROD, providers("openai: {}"), options());

        assertThat(check(world.plan(STAGE, route("r", "openia"), options())))
                .containsExactly(
                        "r.yaml:4:81: error AGW1301: target_policy.provider_id: \"openia\" (expected:"
                                + " the id of a provider) (did you mean openai?)");
    }

    @Test
    void deletingWhatAnotherOwnerRefersToIsBlockedAndNamesTheReferrer() {
        world.apply(PROD, providers("p: {}", "q: {}"), options());
        world.apply(STAGE, route("r", "p"), options());
        var plan = world.plan(PROD, providers("q: {}"), PRUNING);

        assertThat(check(plan))
                .containsExactly(
                        "a.yaml:4:1: error AGW1402: provider/p cannot be deleted: llm_route/r of stage"
                                + " refers to it by target_policy.provider_id (expected: no referrer)"
                                + " (llm_route/r is at r.yaml:4 @ rev1)");
        assertThat(plan.with(problems(plan)).guards())
                .extracting(Plan.Guard::code)
                .containsExactly("DeleteBlocked");
        assertThat(plan.with(problems(plan)).isApplyable()).isFalse();
    }

    @Test
    void deletingReferrerAndReferredTogetherIsAllowed() {
        world.apply(
                PROD,
                bundle(
                        """
                        providers:
                        - {id: p, provider_type: echo}
                        - {id: q, provider_type: echo}
                        llmRoutes:
                        - {id: r, protocol: openai, target_policy: {type: direct-provider, provider_id: p}}
                        """,
                        Map.of()),
                options());

        assertThat(check(world.plan(PROD, providers("q: {}"), PRUNING))).isEmpty();
    }

    @Test
    void declaredObjectThatRefersToADeletedOneIsReportedWhereItStands() {
        var both =
                """
                providers:
                - {id: p, provider_type: echo}
                - {id: q, provider_type: echo}
                llmRoutes:
                - {id: r, protocol: openai, target_policy: {type: direct-provider, provider_id: p}}
                """;
        world.apply(PROD, bundle(both, Map.of()), options());
        var left =
                bundle(
                        both.replace("- {id: p, provider_type: echo}\n", "")
                                .replace("id: r,", "id: r, tag: t,"),
                        Map.of());

        assertThat(check(world.plan(PROD, left, PRUNING)))
                .singleElement()
                .asString()
                .startsWith("a.yaml:6:")
                .contains("error AGW1301: target_policy.provider_id: \"p\"");
    }

    @Test
    void limitsAreForWhatIsThereAndStayAsLongAsIt() {
        world.apply(PROD, bundle("virtualKeys:\n- {id: k}\n- {id: l}\n", Map.of()), options());
        var limits =
                """
                rateLimits:
                - {id: a, requests: 1/s, subject: {type: virtual_key, id: "*"}}
                - {id: b, requests: 2/s, subject: {type: virtual_key, id: k}}
                """;
        world.apply(STAGE, bundle(limits, Map.of()), options());
        var wrong = bundle(limits.replace("id: k}", "id: m}"), Map.of());

        assertThat(check(world.plan(STAGE, wrong, options())))
                .containsExactly(
                        "a.yaml:5:59: error AGW1301: subject.id: \"m\" (expected: the id of a"
                                + " virtual_key)");
        assertThat(check(world.plan(PROD, bundle("virtualKeys:\n- {id: l}\n", Map.of()), PRUNING)))
                .singleElement()
                .asString()
                .contains(
                        "error AGW1402: virtual_key/k cannot be deleted: rate_limit/b of stage refers"
                                + " to it by subject.id");
    }

    @Test
    void theRouteOfAJudgeIsThereAndStaysAsLongAsIt() {
        var routes =
                """
                providers:
                - {id: p, provider_type: echo}
                llmRoutes:
                - {id: judges, protocol: openai, target_policy: {provider_id: p}}
                """;
        world.apply(PROD, bundle(routes, Map.of()), options());
        var judge =
                """
                guardrails:
                - {id: g, disabled: true, type: llm_judge, stage: input, action: flag, config: {route_id: judges, model: m, rubric: x}}
                """;
        world.apply(STAGE, bundle(judge, Map.of()), options());
        var wrong = bundle(judge.replace("judges", "judge"), Map.of());
        var left = bundle("providers:\n- {id: p, provider_type: echo}\n", Map.of());

        assertThat(check(world.plan(STAGE, wrong, options())))
                .containsExactly(
                        "a.yaml:4:91: error AGW1301: config.route_id: \"judge\" (expected: the id of a"
                                + " llm_route) (did you mean judges?)");
        assertThat(check(world.plan(PROD, left, PRUNING)))
                .singleElement()
                .asString()
                .contains(
                        "error AGW1402: llm_route/judges cannot be deleted: guardrail/g of stage refers"
                                + " to it by config.route_id");
    }

    @Test
    void limitsAndBudgetsOfAllOwnersCount() {
        world.apply(
                PROD,
                bundle(
                        """
                        providers:
                        - {id: v, provider_type: openai}
                        teams:
                        - {id: t, org: acme}
                        rateLimits:
                        - {id: own, requests: 1/s, subject: {type: global}}
                        - {id: named, requests: 2/s}
                        budgets:
                        - {id: b, limits: {day: "5"}, subject: {type: org, id: acme}}
                        """,
                        Map.of()),
                options());

        assertThat(
                        check(
                                world.plan(
                                        STAGE,
                                        bundle(
                                                """
                                                virtualKeys:
                                                - {id: k, rate_limit_ids: [named, own]}
                                                llmRoutes:
                                                - {id: r, protocol: openai, target_policy: {type: logical-model, model_targets: [{name: a, candidates: [{provider_id: v, upstream_model: gpt-99}]}]}}
                                                budgets:
                                                - {id: c, limits: {day: "5"}, subject: {type: org, id: acme}}
                                                """,
                                                Map.of()),
                                        options())))
                .containsExactly(
                        "a.yaml:4:35: error AGW1304: rate_limit_ids[1]: rate_limit/own has a subject of its own (expected: a limit without subject) (rate_limit/own is at a.yaml:8 @ rev1 of prod)",
                        "a.yaml:8:3: warning AGW1309: budget/c refuses requests for v/gpt-99 of llm_route/r: no price is known (say it in modelPricing, or unpriced_model: allow_zero)",
                        "a.yaml:8:40: warning AGW1304: budget/c is for the same subject as budget/b; both hold (budget/b is at a.yaml:11 @ rev1 of prod)",
                        "a.yaml:11:1: warning AGW1309: budget/b refuses requests for v/gpt-99 of llm_route/r: no price is known (say it in modelPricing, or unpriced_model: allow_zero)");
    }

    @Test
    void aClientsKeyGoesToOneVendorWhoeverOwnsTheProviders() {
        world.apply(
                PROD,
                bundle("providers:\n- {id: o, provider_type: openai}\n", Map.of()),
                options());
        world.apply(
                STAGE,
                bundle("providers:\n- {id: m, provider_type: mistral}\n", Map.of()),
                options());
        var route =
                bundle(
                        """
                        providers:
                        - {id: m, provider_type: mistral}
                        llmRoutes:
                        - {id: r, protocol: openai, target_policy: {type: logical-model, credential: caller, model_targets: [{name: a, candidates: [{provider_id: o, upstream_model: a}, {provider_id: m, upstream_model: b}]}]}}
                        """,
                        Map.of());

        assertThat(check(world.plan(STAGE, route, options())))
                .singleElement()
                .asString()
                .contains("error AGW1304: target_policy.credential: caller would show");
    }

    @Test
    void agentsOfDifferentOwnersShareNoService() {
        assertThat(afterAgentOfAnotherOwner("a"))
                .containsExactly(
                        "b.yaml:4:59: error AGW1304: runtime.acp.service_id: acp_service/s belongs to"
                                + " agent/a already (expected: one agent each) (agent/a is at a.yaml:6 @"
                                + " rev1 of prod)");
    }

    /// What is found when `b` takes the service of this agent.
    private List<String> afterAgentOfAnotherOwner(String id) {
        world.apply(
                PROD,
                bundle(
                        """
                        acpServices:
                        - {id: s, name: S, agent_type: codex, cwd: /srv}
                        agents:
                        - {id: %s, name: A, runtime: {type: acp, acp: {service_id: s}}}
                        """
                                .formatted(id),
                        Map.of()),
                options());
        var second =
                bundle(
                        "b.yaml",
                        "agents:\n- {id: b, name: B, runtime: {type: acp, acp: {service_id: s}}}\n",
                        Map.of());
        return check(world.plan(STAGE, second, options()));
    }

    @Test
    void agentOfAnotherOwnerThatSortsLaterIsNamedAllTheSame() {
        assertThat(afterAgentOfAnotherOwner("z"))
                .singleElement()
                .asString()
                .startsWith("b.yaml:4:59: error AGW1304")
                .contains("agent/z");
    }

    @Test
    void routesOfDifferentOwnersThatTakeTheSameRequestsAreWarnedOf() {
        world.apply(PROD, providers("p: {}"), options());
        world.apply(PROD, route("a", "p"), options());

        assertThat(check(world.plan(STAGE, route("b", "p"), options())))
                .singleElement()
                .asString()
                .contains("warning AGW1304: llm_route/b takes the same requests as llm_route/a");
    }

    @Test
    void whatIsNotTouchedIsNotReported() {
        world.apply(PROD, providers("p: {}"), options());
        world.apply(PROD, route("a", "p"), options());
        world.apply(STAGE, route("b", "p"), options());

        assertThat(check(world.plan(Owner.ADMIN, providers("x: {}"), options()))).isEmpty();
    }

    @Test
    void textBeforeAKeysPresentOneEndsWithinAQuarter() {
        var key =
                "virtualKeys:\n- {id: k, value: vk-new-text, previous: {value: vk-old-text, until: %s}}\n";
        var last = bundle(key.formatted(NOW.plus(Duration.ofDays(90))), Map.of());
        var late = bundle(key.formatted(NOW.plus(Duration.ofDays(90)).plusSeconds(1)), Map.of());

        assertThat(check(world.plan(PROD, last, options()))).isEmpty();
        assertThat(check(world.plan(PROD, late, options())))
                .singleElement()
                .asString()
                .contains("previous.until: \"2026-09-29T12:00:01Z\" (expected: within 90 days)")
                .doesNotContain("vk-");
    }

    private static Bundle route(String id, String provider) {
        return bundle(
                "r.yaml",
                "llmRoutes:\n- {id: %s, protocol: openai, target_policy: {type: direct-provider, provider_id: %s}}\n"
                        .formatted(id, provider),
                Map.of());
    }

    private List<String> check(Plan plan) {
        return problems(plan).stream().map(Problem::toString).toList();
    }

    private List<Problem> problems(Plan plan) {
        return check.check(plan, candidate(plan), world.objects());
    }

    private SortedMap<ObjectKey, BundleObject> candidate(Plan plan) {
        var candidate = new TreeMap<ObjectKey, CanonicalObject>();
        world.objects().forEach((key, applied) -> candidate.put(key, applied.current()));
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(_, var target) -> candidate.put(target.key(), target);
                case Change.Update(_, _, var target, _, _) -> candidate.put(target.key(), target);
                case Change.Adopt(_, _, var target, _) -> candidate.put(target.key(), target);
                case Change.Delete(var applied) -> candidate.remove(applied.key());
                case Change.Skip _, Change.Conflict _ -> {}
            }
        }
        var objects = new TreeMap<ObjectKey, BundleObject>();
        candidate.forEach((key, object) -> objects.put(key, CODEC.object(object)));
        return objects;
    }
}
