package io.agw.bundle.export;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.bundle;
import static io.agw.bundle.plan.AppliedWorld.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.AppliedWorld;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class BundleExportTest {
    private static final BundleExport EXPORT = new BundleExport(Shapes.KINDS);

    /// One object of every kind, with secrets, defaults spelled out, and texts that YAML could
    /// misread.
    private static final String EVERYTHING =
            """
            providers:
            - id: p
              provider_type: openai
              api_key: ${KEY}
              base_url: https://api.example.com/v1
              network: {max_retries: 0, proxy_url: "http://proxy:1", extra_headers: {x-team: "${TEAM}"}}
              options: {organization: "$${literal}", compact: none}
            - {id: "1e3", provider_type: echo, default_model: "true"}
            managedModels:
            - {provider_id: p, upstream_model: "vendor/model: x", enabled: false, capability_overrides: {tools: true}}
            modelPricing:
            - {id: mp, match: {provider_id: p, model: "vendor/*"}, input_per_1m_usd: "3.00", output_per_1m_usd: "15", effective_from: 2026-11-01, tiers: [{above_input_tokens: 200000, input_per_1m_usd: "6"}]}
            teams:
            - {id: t, org: "1e3", owner: "a: b"}
            rateLimits:
            - {id: rl, subject: {type: provider, id: "*"}, requests: 100/min, burst: 5, tokens: 1/day, queue: {max_wait_ms: 0, max_depth: 1}}
            budgets:
            - {id: bu, subject: {type: org, id: "1e3"}, limits: {day: "5.00", total: "100"}, turn_limits: {hour: 7}, timezone: Europe/Berlin, alert_thresholds: [10, 2, 0.5], on_exceed: [deny]}
            guardrails:
            - {id: gr, type: content_policy, stage: output, action: redact, config: {words: ["yes", "a: b"]}, on_error: open}
            caches:
            - {id: ca, type: prefix, messages: 2, ignore_suffix: true, ttl: 90m, scope: route, cacheable: {max_temperature: 0.5}}
            accessPolicies:
            - {id: ap, subjects: {orgs: ["1e3"], tags: ["*"]}, allow: {agents: ["*"]}, deny: {models: ["gpt-*", "~"]}}
            policies:
            - {id: po, match: {agent_ids: ["*"], tags: ["1e3"]}, condition: 'error_rate > 0.5', action: throttle, params: {rate: 10/min, delay: 100ms}, mode: dry_run}
            circuitBreakers:
            - {id: cb, subject: {type: provider, id: "*"}, window: 90s, count_429: true}
            credentials:
            - {id: c, provider_id: p, attributes: {api_key: "${KEY}"}, priority: -3}
            llmRoutes:
            - id: direct
              protocol: openai
              match_policy: {path_prefix: /direct, methods: [POST, GET]}
              target_policy: {type: direct-provider, provider_id: p}
            - id: logical
              protocol: anthropic
              description: "two\\nlines # and a hash"
              match_policy: {host: example.com}
              target_policy:
                type: logical-model
                default_model: small
                fallback: {enabled: true, max_num: 2}
                model_targets:
                - name: small
                  candidates:
                  - {provider_id: p, upstream_model: m, weight: 2, default: true}
                  - {provider_id: p, upstream_model: n}
                - {name: "claude-*", strategy: weighted, candidates: [{provider_id: p, upstream_model: o}]}
            cliAuthAuthenticators:
            - {name: codex, enabled: true, config: {callback_port: 0}}
            mcpServices:
            - {id: m, name: M, transport: stdio, command: /bin/m, args: ["-x", "no", "5"], env: {TOKEN: "${KEY}", "123": a}}
            - {id: b, name: B, transport: sse, url: "http://m/sse", auth: {type: basic, username: u, password: "${KEY}"}}
            mcpRoutes:
            - {service_id: m, match_policy: {path_prefix: /mcp}}
            acpServices:
            - {id: a, name: A, agent_type: codex, cwd: /srv, idle_ttl: 90m, config_overrides: {b: "1", a: x}, codex: {}}
            acpRoutes:
            - {id: ar, service_id: a}
            virtualKeys:
            - {id: k, allowed_route_ids: [direct, ar], expires_at: 2030-01-01T00:00:00Z}
            - {id: given, value: "${VALUE}", lifecycle: {prune: disabled}}
            agents:
            - {id: ag, name: Ag, runtime: {type: acp, acp: {service_id: a}}, routes: {acp_route_ids: [ar]}}
            """;

    private static final Map<String, String> VARIABLES =
            Map.of("KEY", "sk-secret", "TEAM", "blue", "VALUE", "vk-given-value");

    private final AppliedWorld world = new AppliedWorld();

    @Test
    void writesSectionsInTheirOrderAndLeavesDefaultsOut() {
        world.apply(
                PROD,
                bundle(
                        """
                        budgets:
                        - {id: b, subject: {type: global}, limits: {day: "5.00"}, alert_thresholds: [1, 0.8], timezone: UTC, turn_limits: {}}
                        virtualKeys:
                        - {id: k}
                        llmRoutes:
                        - id: r
                          protocol: openai
                          match_policy: {path_prefix: /v1}
                          auth_policy: {require_virtual_key: true}
                          target_policy: {type: direct-provider, provider_id: openai, credential_selector: round_robin}
                        providers:
                        - {id: openai, provider_type: openai, api_key: "${KEY}", network: {max_retries: 0}}
                        - {id: echo, provider_type: echo, disabled: false}
                        """,
                        VARIABLES),
                options());

        assertThat(export())
                .isEqualTo(
                        """
                        # yaml-language-server: $schema=bundle.schema.json
                        # Secrets are left out. Set these variables where the gateway does not hold them yet:
                        #   PROVIDER_OPENAI_API_KEY
                        apiVersion: gateway.agw/v1alpha1
                        kind: GatewayBundle

                        providers:
                          - id: echo
                            provider_type: echo
                          - id: openai
                            provider_type: openai
                            api_key: ${PROVIDER_OPENAI_API_KEY}
                            network:
                              max_retries: 0

                        llmRoutes:
                          - id: r
                            protocol: openai
                            match_policy:
                              path_prefix: /v1
                            target_policy:
                              type: direct-provider
                              provider_id: openai

                        virtualKeys:
                          - id: k

                        budgets:
                          - id: b
                            subject:
                              type: global
                            limits:
                              day: "5"
                        """);
    }

    @Test
    void appliedToTheSameGatewayItChangesNothing() {
        world.apply(PROD, bundle(EVERYTHING, VARIABLES), options());
        var before = Map.copyOf(world.objects());

        var plan = world.plan(PROD, exported(Map.of()), options());

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.changes()).hasSize(before.size());
        assertThat(plan.hasChanges()).isFalse();
    }

    @Test
    void appliedToAFreshGatewayItNeedsItsVariablesAndThenIsTheSame() {
        world.apply(PROD, bundle(EVERYTHING, VARIABLES), options());
        var fresh = new AppliedWorld();

        var unset = fresh.plan(PROD, exported(Map.of()), options());
        var names =
                export().lines()
                        .filter(line -> line.startsWith("#   "))
                        .map(line -> line.substring(4))
                        .toList();
        var values = new TreeMap<String, String>();
        names.forEach(name -> values.put(name, "http://value-of-" + name.replace('_', '-')));

        assertThat(unset.problems())
                .hasSameSizeAs(names)
                .extracting(Problem::code)
                .containsOnly(Code.SECRET_UNKNOWN);
        fresh.apply(PROD, exported(values), options());
        assertThat(fresh.objects().keySet()).isEqualTo(world.objects().keySet());
        fresh.objects()
                .forEach((key, applied) ->
                        assertThat(applied.current().tree())
                                .as(key.toString())
                                .isEqualTo(world.get(key).current().tree()));
    }

    @Test
    void holdsNoSecret() {
        world.apply(PROD, bundle(EVERYTHING, VARIABLES), options());

        assertThat(export()).doesNotContain("sk-secret", "vk-given-value", "blue", "${KEY}");
    }

    @Test
    void leavesOutWhatOnlyTheGatewayKnows() {
        world.apply(
                PROD,
                bundle("virtualKeys:\n- {id: k}\n- {id: g, value: \"${VALUE}\"}\n", VARIABLES),
                options());
        var key = new ObjectKey(Kind.VIRTUAL_KEY, "k");
        var applied = world.get(key);
        world.objects()
                .put(
                        key,
                        new AppliedObject(
                                new CanonicalObject(
                                        key,
                                        applied.current().tree(),
                                        Map.of("/value", new SecretValue.Stored(null, "ab"))),
                                applied.owner(),
                                applied.origin(),
                                applied.resourceVersion(),
                                null));

        assertThat(export())
                .contains("  - id: g\n    value: ${VIRTUAL_KEY_G_VALUE}\n  - id: k\n")
                .doesNotContain("VIRTUAL_KEY_K");
        assertThat(world.plan(PROD, exported(Map.of()), options()).hasChanges()).isFalse();
    }

    @Test
    void idsThatDifferInPunctuationAloneHaveSecretsOfTheirOwn() {
        world.apply(
                PROD,
                bundle(
                        """
                        providers:
                        - {id: a-b, provider_type: openai, api_key: "${KEY}"}
                        - {id: a.b, provider_type: openai, api_key: "${TEAM}"}
                        - {id: c, provider_type: openai, api_key: "${KEY}"}
                        """,
                        VARIABLES),
                options());
        var all = world.objects().values().stream().map(AppliedObject::current).toList();

        var names = export().lines().filter(line -> line.startsWith("#   ")).toList();

        assertThat(names).hasSize(3).contains("#   PROVIDER_C_API_KEY");
        assertThat(names)
                .filteredOn(name -> name.matches("#   PROVIDER_A_B_API_KEY_[0-9A-F]{8}"))
                .hasSize(2);
        assertThat(String.join("", EXPORT.files(all, 1).values()))
                .contains(names.stream().map(name -> "${" + name.substring(4) + "}").toList());
        assertThat(world.plan(PROD, exported(Map.of()), options()).hasChanges()).isFalse();
        var values = new TreeMap<String, String>();
        names.forEach(name -> values.put(name.substring(4), "value of " + name));
        var fresh = new AppliedWorld();
        fresh.apply(PROD, exported(values), options());
        assertThat(fresh.get(new ObjectKey(Kind.PROVIDER, "a-b")).current().secrets())
                .isNotEqualTo(fresh.get(new ObjectKey(Kind.PROVIDER, "a.b")).current().secrets());
    }

    @Test
    void whatABundleGaveInTheMetadataOfACredentialIsNotLost() {
        world.apply(
                PROD,
                bundle(
                        """
                        providers: [{id: p, provider_type: openai}]
                        credentials:
                        - {id: c, provider_id: p, attributes: {api_key: "${KEY}"}, metadata: {account: acme}}
                        """,
                        VARIABLES),
                options());

        assertThat(export()).contains("account: ${CREDENTIAL_C_METADATA_ACCOUNT}");
        assertThat(world.plan(PROD, exported(Map.of()), options()).hasChanges()).isFalse();
        assertThat(new AppliedWorld().plan(PROD, exported(Map.of()), options()).problems())
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("CREDENTIAL_C_METADATA_ACCOUNT"));
    }

    @Test
    void emptyGatewayExportsAnEnvelope() {
        assertThat(export())
                .isEqualTo(
                        """
                        # yaml-language-server: $schema=bundle.schema.json
                        apiVersion: gateway.agw/v1alpha1
                        kind: GatewayBundle
                        """);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "true",
                        "NO",
                        "null",
                        "~",
                        "1e3",
                        "0x1F",
                        "0o7",
                        ".inf",
                        "-",
                        "- a",
                        "a: b",
                        "a #b",
                        "#a",
                        "'",
                        "\"",
                        "*x",
                        "&x",
                        "!x",
                        "%x",
                        "@x",
                        "`x",
                        "{a}",
                        "[a]",
                        "${X}",
                        "$${X}",
                        "$x",
                        "a\n",
                        "a\n\nb",
                        " a",
                        "a ",
                        "\ta",
                        "a\rb",
                        "2030-01-01",
                        "=",
                        "<<",
                        "?",
                        "? a",
                        "|",
                        ">",
                        "é",
                        "\u2028",
                        "\uD83D\uDE00",
                        "a\u0007b",
                        "\u0085",
                        "\uFEFFx"),
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(30),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(10));
    }

    @Property(tries = 500)
    void everyTextSurvives(@ForAll("texts") String text) {
        var object =
                bundle("providers:\n- {id: p, provider_type: openai}\n", Map.of())
                        .objects()
                        .firstEntry()
                        .getValue()
                        .canonical();
        boolean isText = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (text.isBlank() || text.indexOf('\0') >= 0 || !isText) {
            return;
        }
        var tree = object.tree().deepCopy();
        tree.put("default_model", text);
        // an option that takes every printable character
        var word = text.replaceAll("[^!-~]", "-");
        tree.set("options", JsonNodeFactory.instance.objectNode().put("organization", word));

        var yaml = EXPORT.yaml(List.of(new CanonicalObject(object.key(), tree, Map.of())));

        var read = load(yaml, Map.of()).bundle().objects().firstEntry().getValue().canonical();
        assertThat(read.tree().path("default_model").asString()).as(yaml).isEqualTo(text);
        assertThat(read.tree().at("/options/organization").asString()).as(yaml).isEqualTo(word);
    }

    private String export() {
        return EXPORT.yaml(world.objects().values().stream().map(AppliedObject::current).toList());
    }

    private Bundle exported(Map<String, String> variables) {
        return load(export(), variables).bundle();
    }

    private static Loaded.Valid load(String yaml, Map<String, String> variables) {
        var file = new SourceFile("export.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        var loaded = new BundleLoader().load(List.of(file), Variables.of(variables));
        assertThat(loaded).as(yaml).isInstanceOf(Loaded.Valid.class);
        return (Loaded.Valid) loaded;
    }
}
