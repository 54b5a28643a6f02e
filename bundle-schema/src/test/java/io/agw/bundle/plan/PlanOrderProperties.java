package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.Bundle;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The order of a plan never leaves a reference dangling on the way: what is referred to comes
/// before what refers to it, and goes after it.
class PlanOrderProperties {
    private static final PlanOptions PRUNING =
            options().withPrune(new PruneCaps(1_000, 100, false));

    /// An object that bundles may hold, with what it refers to.
    private record Item(String section, String yaml, Set<String> needs) {}

    private static final Map<String, Item> ITEMS =
            Map.ofEntries(
                    item("provider/p1", "providers", "id: p1, provider_type: openai"),
                    item("provider/p2", "providers", "id: p2, provider_type: echo"),
                    item(
                            "managed_model/p1/m",
                            "managedModels",
                            "provider_id: p1, upstream_model: m",
                            "provider/p1"),
                    item(
                            "model_pricing/mp",
                            "modelPricing",
                            "id: mp, match: {provider_id: p1, model: m}, input_per_1m_usd: \"3\"",
                            "provider/p1"),
                    item(
                            "credential/c",
                            "credentials",
                            "id: c, provider_id: p1, attributes: {api_key: \"${KEY}\"}",
                            "provider/p1"),
                    item(
                            "llm_route/direct",
                            "llmRoutes",
                            "id: direct, protocol: openai, match_policy: {path_prefix: /d},"
                                    + " guardrail_ids: [g], cache_id: c,"
                                    + " target_policy: {type: direct-provider, provider_id: p1}",
                            "guardrail/g",
                            "cache/c",
                            "provider/p1"),
                    item(
                            "llm_route/logical",
                            "llmRoutes",
                            "id: logical, protocol: openai, match_policy: {path_prefix: /l},"
                                    + " target_policy: {type: logical-model, model_targets: [{name: a,"
                                    + " candidates: [{provider_id: p2, upstream_model: m}]}]}",
                            "provider/p2"),
                    item(
                            "mcp_service/m",
                            "mcpServices",
                            "id: m, name: M, transport: sse, url: \"http://x/sse\""),
                    item(
                            "mcp_route/a-mcp",
                            "mcpRoutes",
                            "id: a-mcp, service_id: m",
                            "mcp_service/m"),
                    item(
                            "acp_service/s",
                            "acpServices",
                            "id: s, name: S, agent_type: codex, cwd: /srv"),
                    item(
                            "acp_route/a-acp",
                            "acpRoutes",
                            "id: a-acp, service_id: s",
                            "acp_service/s"),
                    item("team/t", "teams", "id: t"),
                    item(
                            "budget/b",
                            "budgets",
                            "id: b, limits: {day: \"5\"}, subject: {type: agent, id: a}",
                            "agent/a"),
                    item(
                            "circuit_breaker/b",
                            "circuitBreakers",
                            "id: b, subject: {type: provider, id: p1}",
                            "provider/p1"),
                    item(
                            "access_policy/p",
                            "accessPolicies",
                            "id: p, subjects: {agent_ids: [a], team_ids: [t]},"
                                    + " deny: {route_ids: [direct]}",
                            "agent/a",
                            "team/t",
                            "llm_route/direct"),
                    item(
                            "guardrail/g",
                            "guardrails",
                            "id: g, type: pii, stage: input, action: flag"),
                    item(
                            "policy/p",
                            "policies",
                            "id: p, match: {agent_ids: [a], route_ids: [direct]},"
                                    + " condition: call_count > 1, action: deny",
                            "agent/a",
                            "llm_route/direct"),
                    item("cache/c", "caches", "id: c, type: exact"),
                    item("rate_limit/l", "rateLimits", "id: l, requests: 1/s"),
                    item(
                            "rate_limit/of-t",
                            "rateLimits",
                            "id: of-t, requests: 1/s, subject: {type: team, id: t}",
                            "team/t"),
                    item(
                            "virtual_key/k",
                            "virtualKeys",
                            "id: k, team: t, allowed_route_ids: [direct, a-mcp], rate_limit_ids: [l]",
                            "team/t",
                            "rate_limit/l",
                            "llm_route/direct",
                            "mcp_route/a-mcp"),
                    item(
                            "agent/a",
                            "agents",
                            "id: a, name: A, runtime: {type: acp, acp: {service_id: s}},"
                                    + " routes: {llm_route_ids: [logical], acp_route_ids: [a-acp]}",
                            "acp_service/s",
                            "llm_route/logical",
                            "acp_route/a-acp"));

    private static Map.Entry<String, Item> item(
            String key, String section, String yaml, String... needs) {
        return Map.entry(key, new Item(section, yaml, Set.of(needs)));
    }

    @Provide
    Arbitrary<Set<String>> closed() {
        return Arbitraries.of(ITEMS.keySet()).set().ofMinSize(1).map(PlanOrderProperties::close);
    }

    private static Set<String> close(Set<String> keys) {
        var closed = new TreeSet<>(keys);
        var open = new ArrayList<>(keys);
        while (!open.isEmpty()) {
            var item = ITEMS.get(open.removeLast());
            if (item != null) {
                item.needs().stream().filter(closed::add).forEach(open::add);
            }
        }
        return closed;
    }

    @Property(tries = 200)
    void whatIsReferredToComesFirstAndGoesLast(
            @ForAll("closed") Set<String> before, @ForAll("closed") Set<String> after) {
        var world = new AppliedWorld().apply(PROD, bundle(before), PRUNING);

        var plan = world.plan(PROD, bundle(after), PRUNING);

        var there = new TreeSet<>(before);
        for (var change : plan.changes()) {
            var key = change.key().toString();
            switch (change) {
                case Change.Create _ -> there.add(key);
                case Change.Delete _ -> there.remove(key);
                case Change.Update _, Change.Adopt _, Change.Skip _, Change.Conflict _ -> {}
            }
            assertThat(there).as("after %s in %s", key, keys(plan)).containsAll(needed(there));
        }
        assertThat(there).isEqualTo(after);
    }

    private static Set<String> needed(Set<String> keys) {
        var needed = new TreeSet<String>();
        ITEMS.forEach((key, item) -> {
            if (keys.contains(key)) {
                needed.addAll(item.needs());
            }
        });
        return needed;
    }

    private static List<String> keys(Plan plan) {
        return plan.changes().stream()
                .map(change -> change.getClass().getSimpleName() + " " + change.key())
                .toList();
    }

    private static Bundle bundle(Set<String> keys) {
        var sections = new TreeMap<String, StringBuilder>();
        for (var key : keys) {
            var item = ITEMS.get(key);
            if (item != null) {
                sections.computeIfAbsent(item.section(), _ -> new StringBuilder())
                        .append("- {")
                        .append(item.yaml())
                        .append("}\n");
            }
        }
        var yaml = new StringBuilder();
        sections.forEach((name, items) -> yaml.append(name).append(":\n").append(items));
        return AppliedWorld.bundle(yaml.toString(), Map.of("KEY", "sk-some-secret"));
    }
}
