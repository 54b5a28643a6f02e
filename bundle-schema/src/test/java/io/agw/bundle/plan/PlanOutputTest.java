package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.STAGE;
import static io.agw.bundle.plan.AppliedWorld.bundle;
import static io.agw.bundle.plan.AppliedWorld.options;
import static io.agw.bundle.plan.AppliedWorld.providers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.Bundle;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.PlanJson.Unchanged;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.shape.Shapes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PlanOutputTest {
    private static final PlanJson JSON =
            new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", "1.2.3"));

    private final AppliedWorld world = new AppliedWorld();

    @Test
    void textShowsEveryKindOfChange() {
        assertThat(PlanText.of(JSON.write(everything(), Unchanged.COUNTED), PlanText.Style.PLAIN))
                .isEqualTo(
                        """
                        Source prod  main@sha1:1a2b3c4  base store v4
                          > provider/adopted     adopt from admin, identical  next.yaml:9
                          x provider/foreign     belongs to stage, a.yaml:4
                          = provider/kept        prune disabled
                          + provider/new         next.yaml:10
                          ~ provider/openai      next.yaml:7
                              /api_key             : (sensitive, changed)
                              /default_model       : (absent) -> gpt-x
                              /network/max_retries : 2 -> 3
                          ! provider/overridden  drift: changed by bob 2026-11-20T12:01:00Z, will be reverted
                              /disabled : true -> false
                          + llm_route/r          next.yaml:13
                          - provider/gone        no longer declared  [BLOCKED: 16.67%% > 10%%]
                          = 2 unchanged
                        next.yaml:11:3: error AGW1401: provider/foreign belongs to stage, declared at a.yaml:4 @ rev1 (expected: owner prod) (remove it there, or leave it out here, as export --owner prod does)
                        Plan %s: 2 create, 1 update, 1 revert, 1 adopt, 1 delete, 1 conflict, 3 unchanged. Blocked: PruneLimitExceeded, OwnershipConflict
                        Approve with: agwctl gitops approve %s
                        """
                                .formatted(
                                        everything().header().planId(),
                                        everything().header().planId()));
    }

    @Test
    void jsonHasTheDocumentedShape() {
        var plan = everything();
        var json = JSON.write(plan, Unchanged.COUNTED);

        assertThat(json.propertyNames())
                .containsExactly(
                        "formatVersion",
                        "kind",
                        "planId",
                        "source",
                        "tool",
                        "base",
                        "target",
                        "summary",
                        "changes",
                        "guards",
                        "diagnostics",
                        "errors");
        assertThat(json.path("summary").toString())
                .isEqualTo(
                        "{\"create\":2,\"update\":1,\"revert\":1,\"adopt\":1,\"delete\":1,\"skip\":3,"
                                + "\"conflict\":1,\"hasChanges\":true,\"applyable\":false}");
        assertThat(change(json, "openai").toString())
                .isEqualTo(
                        """
                        {"op":"update","cause":"bundle","kind":"provider","name":"openai",\
                        "resourceVersion":3,"owner":"prod",\
                        "origin":{"file":"next.yaml","line":7,"column":3},"dependsOn":[],\
                        "diff":[{"path":"/api_key","sensitive":true,"changed":true,"verdict":"changed"},\
                        {"path":"/default_model","before":null,"after":"gpt-x"},\
                        {"path":"/network/max_retries","before":2,"after":3}]}\
                        """);
        assertThat(change(json, "r").path("dependsOn").toString())
                .isEqualTo("[\"provider/openai\"]");
        assertThat(json.path("guards").get(0).toString())
                .isEqualTo(
                        "{\"code\":\"PruneLimitExceeded\",\"limit\":\"10%\",\"actual\":\"16.67%\","
                                + "\"approveWith\":\"agwctl gitops approve "
                                + plan.header().planId()
                                + "\"}");
        assertThat(json.path("errors").get(0).path("code").asString()).isEqualTo("AGW1401");
    }

    @Test
    void whatCountsForATimeIsShownAndChangesNothing() {
        var plan = world.plan(PROD, providers("a: {}"), options());
        var shown =
                plan.overriddenBy(
                        List.of(
                                new TimedOverride(
                                        new ObjectKey(Kind.BUDGET, "b"),
                                        "day of dollars",
                                        new TimedOverride.Edit("5.00", "10.00"),
                                        new TimedOverride.By("root", "launch", Instant.EPOCH),
                                        Instant.EPOCH.plusSeconds(60)),
                                new TimedOverride(
                                        new ObjectKey(Kind.VIRTUAL_KEY, "k"),
                                        "model",
                                        new TimedOverride.Edit(null, "gpt-*"),
                                        new TimedOverride.By("root", "incident", Instant.EPOCH),
                                        Instant.EPOCH.plusSeconds(60))));

        assertThat(PlanText.of(JSON.write(shown, Unchanged.COUNTED), PlanText.Style.PLAIN))
                .contains(
                        "  ! budget/b  drift for a time: day of dollars 5.00 -> 10.00 by root until 1970-01-01T00:01:00Z, launch\n",
                        "  ! virtual_key/k  drift for a time: model (absent) -> gpt-* by root until");
        assertThat(shown.isApplyable()).isTrue();
        assertThat(JSON.write(plan, Unchanged.COUNTED).has("overrides")).isFalse();
    }

    @Test
    void skipsAreListedOnRequestAndNotableOnesAlways() {
        world.apply(PROD, providers("a: {}", "b: {}"), options());
        var plan = world.plan(PROD, providers("a: {}"), options());

        assertThat(JSON.write(plan, Unchanged.COUNTED).path("changes"))
                .extracting(change -> change.path("note").asString())
                .containsExactly("orphan");
        assertThat(JSON.write(plan, Unchanged.LISTED).path("changes")).hasSize(2);
    }

    @Test
    void offlineTextSaysWhatWasNotCompared() {
        world.apply(PROD, secret("one", ""), options());
        var same = offline(secret("two", ""));
        var changed = offline(secret("two", ", disabled: true"));

        assertThat(text(same))
                .contains("  = 1 unchanged, secrets of 1 (sensitive, not compared)\n")
                .contains(": no changes, 1 unchanged\n");
        assertThat(text(changed)).contains("/api_key  : (sensitive, not compared)\n");
    }

    @Test
    void colourIsTheCallersBusiness() {
        var text =
                PlanText.of(
                        JSON.write(
                                world.plan(PROD, providers("a: {}"), options()), Unchanged.COUNTED),
                        (tone, part) -> "<" + tone + ">" + part + "</>");

        assertThat(text).contains("  <ADDED>+ provider/a</>  a.yaml:4\n");
    }

    @Test
    void textNeverRulesTheTerminal() {
        var bundle =
                bundle(
                        "providers:\n- {id: p, provider_type: echo, default_model: \"a\\e[31m\\u202Eb\"}\n",
                        Map.of());
        world.apply(PROD, providers("p: {}"), options());

        var text = text(world.plan(PROD, bundle, options()));

        assertThat(text.codePoints().filter(c -> c != '\n'))
                .noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
    }

    @Test
    void savedPlanIsTheSameUntilStateOrBundleMoves() {
        world.apply(PROD, providers("a: {}"), options());
        var wanted = providers("a: {disabled: true}");
        var file = JSON.write(world.plan(PROD, wanted, options()), Unchanged.COUNTED).toString();

        var saved = SavedPlan.read(JsonMapper.shared().readTree(file));

        assertThat(saved.isSameAs(world.plan(PROD, wanted, options()))).isTrue();
        assertThat(saved.isSameAs(world.plan(PROD, providers("a: {}"), options()))).isFalse();
        world.apply(PROD, providers("a: {base_url: http://x}"), options());
        assertThat(saved.isSameAs(world.plan(PROD, wanted, options()))).isFalse();
    }

    @Test
    void whatIsNoPlanIsRefused() {
        assertThatThrownBy(() -> SavedPlan.read(JsonMapper.shared().readTree("{\"kind\":\"x\"}")))
                .hasMessageStartingWith("not a plan");
        assertThatThrownBy(() ->
                        SavedPlan.read(
                                JsonMapper.shared()
                                        .readTree("{\"kind\":\"Plan\",\"formatVersion\":\"2.0\"}")))
                .hasMessage("formatVersion: \"2.0\" (expected: 1.x)");
        assertThatThrownBy(() ->
                        SavedPlan.read(
                                JsonMapper.shared()
                                        .readTree("{\"kind\":\"Plan\",\"formatVersion\":\"1.7\"}")))
                .hasMessageStartingWith("planId is missing");
    }

    private Plan everything() {
        var fresh = new AppliedWorld();
        fresh.apply(Owner.ADMIN, providers("adopted: {}"), options());
        fresh.apply(STAGE, providers("foreign: {}"), options());
        fresh.apply(
                PROD,
                bundle(
                        """
                        providers:
                        - {id: openai, provider_type: openai, api_key: "${K}"}
                        - {id: overridden, provider_type: echo}
                        - {id: gone, provider_type: echo}
                        - {id: kept, provider_type: echo, lifecycle: {prune: disabled}}
                        - {id: same, provider_type: echo}
                        - {id: same2, provider_type: echo}
                        """,
                        Map.of("K", "sk-old")),
                options());
        fresh.apply(
                fresh.plan(
                        Owner.ADMIN,
                        Target.put(
                                providers("overridden: {disabled: true}")
                                        .objects()
                                        .firstEntry()
                                        .getValue()),
                        options().withForce()));
        var next =
                bundle(
                        "next.yaml",
                        """
                        providers:
                        - {id: overridden, provider_type: echo}
                        - {id: same, provider_type: echo}
                        - {id: same2, provider_type: echo}
                        - {id: openai, provider_type: openai, api_key: "${K}", default_model: gpt-x,
                           network: {max_retries: 3}}
                        - {id: adopted, provider_type: echo}
                        - {id: new, provider_type: echo}
                        - {id: foreign, provider_type: echo}
                        llmRoutes:
                        - id: r
                          protocol: openai
                          target_policy: {type: direct-provider, provider_id: openai}
                        """,
                        Map.of("K", "sk-new"));
        return fresh.plan(
                PROD,
                Target.of("main@sha1:1a2b3c4", next.objects()),
                options().withAdopt().withPrune(new PruneCaps(10, 10, false)));
    }

    private Plan offline(Bundle bundle) {
        return new Planner()
                .plan(world.request(PROD, Target.of("rev1", bundle.objects()), options(), null));
    }

    private static Bundle secret(String value, String more) {
        return bundle(
                "providers:\n- {id: p, provider_type: openai, api_key: \"${K}\"" + more + "}\n",
                Map.of("K", value));
    }

    private static String text(Plan plan) {
        return PlanText.of(JSON.write(plan, Unchanged.COUNTED), PlanText.Style.PLAIN);
    }

    private static JsonNode change(ObjectNode json, String name) {
        for (var change : json.path("changes")) {
            if (change.path("name").asString().equals(name)) {
                return change;
            }
        }
        throw new AssertionError(name);
    }
}
