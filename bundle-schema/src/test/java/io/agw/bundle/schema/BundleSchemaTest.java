package io.agw.bundle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.document.Trees;
import io.agw.bundle.model.Kind;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.FieldShape.Presence;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import io.agw.bundle.shape.Shapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BundleSchemaTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";

    private final Shapes shapes = Shapes.KINDS;
    private final ObjectNode json = new BundleSchema(shapes).bundle();
    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(json.toString(), InputFormat.JSON);

    static List<Path> folders() throws IOException {
        return Examples.folders();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void acceptsEveryExample(Path folder) throws IOException {
        for (var file : Examples.files(folder)) {
            for (var document : documents(file)) {
                assertThat(schema.validate(document)).as(file.path()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "providers: []\n",
                "providers:\n- id: p\n  provider_type: echo\n  disabled: ${OFF:-false}\n",
                "providers:\n- id: p\n  provider_type: echo\n  network:\n    max_retries: ${N:-1}\n",
                "providers:\n- {id: p, provider_type: openai, options: {organization: o, compact: cc}}\n",
                "virtualKeys:\n- {id: k, expires_at: 2030-01-01T00:00:00Z}\n",
                "virtualKeys:\n- {id: k, tag: '', expires_at: null}\n",
                "managedModels:\n- {provider_id: p, upstream_model: m, capability_overrides: null}\n",
                "rateLimits:\n- {id: l, disabled: true, subject: null, requests: 5 / Hours, tokens: null}\n",
                "rateLimits:\n- {id: l, subject: {type: global}, tokens: '${N:-5}/s'}\n",
                "guardrails:\n- {id: g, type: pii, stage: input, action: redact, config: {entities: [ip]}}\n",
                "caches:\n- {id: c, type: semantic, ttl: 5m, embedding: {route_id: r, model: m}, similarity_threshold: 0.9}\n",
                "budgets:\n- {id: b, subject: {type: team, id: '*'}, limits: {day: '5.00'}}\n",
                "acpServices:\n- {id: a, name: A, agent_type: codex, cwd: /x, idle_ttl: 1h30m}\n"
            })
    void acceptsWhatTheLoaderAccepts(String text) {
        assertThat(errors(text)).isEmpty();
        assertThat(load(text)).isInstanceOf(Loaded.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider: []\n",
                "providerTypes: [openai]\n",
                "providers: {}\n",
                "providers:\n- {id: p}\n",
                "providers:\n- {provider_type: echo}\n",
                "providers:\n- {id: 'a/b', provider_type: echo}\n",
                "providers:\n- {id: p, provider_type: echo, unknown: 1}\n",
                "providers:\n- {id: p, provider_type: echo, disabled: maybe}\n",
                "providers:\n- {id: p, provider_type: echo, network: {max_retries: -1}}\n",
                "providers:\n- {id: p, provider_type: echo, network: {max_retries: many}}\n",
                "providers:\n- {id: p, provider_type: echo, network: {max_retry: 1}}\n",
                "llmRoutes:\n- {id: r, protocol: openai}\n",
                "llmRoutes:\n- {id: r, protocol: smtp, target_policy: {type: direct-provider,"
                        + " provider_id: p}}\n",
                "llmRoutes:\n- {id: r, protocol: openai, target_policy: {type: direct,"
                        + " provider_id: p}}\n",
                "llmRoutes:\n- {id: r, protocol: openai, target_policy: {type: logical-model,"
                        + " model_targets: []}}\n",
                "llmRoutes:\n- {id: r, protocol: openai, target_policy: {type: direct-provider,"
                        + " provider_id: p, model_targets: []}}\n",
                "virtualKeys:\n- {id: k, expires_at: tomorrow}\n",
                "virtualKeys:\n- {id: k, allowed_route_ids: r}\n",
                "rateLimits:\n- {id: l, subject: {type: team}, requests: 5/s}\n",
                "rateLimits:\n- {id: l, subject: {type: host, id: h}, requests: 5/s}\n",
                "rateLimits:\n- {id: l, subject: {type: global, id: g}, requests: 5/s}\n",
                "rateLimits:\n- {id: l, subject: {type: global}, requests: 5/ms}\n",
                "guardrails:\n- {id: g, type: pii, stage: prompt, action: block}\n",
                "guardrails:\n- {id: g, type: rudeness, stage: output, action: flag}\n",
                "caches:\n- {id: c, type: exact, scope: user}\n",
                "caches:\n- {id: c, type: exact, max_bytes: 1}\n",
                "budgets:\n- {id: b, turn_limits: {day: 5}}\n",
                "budgets:\n- {id: b, subject: {type: global}, limits: {day: 5.00}}\n",
                "budgets:\n- {id: b, subject: {type: org, id: 'a b'}, limits: {day: '5'}}\n",
                "acpServices:\n- {id: a, name: A, agent_type: codex, cwd: /x, idle_ttl: soon}\n"
            })
    void refusesWhatTheLoaderRefuses(String text) {
        assertThat(errors(text)).isNotEmpty();
        assertThat(load(text)).isInstanceOf(Loaded.Invalid.class);
    }

    @Test
    void isAValidSchemaItself() {
        var meta =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(
                                com.networknt.schema.SchemaLocation.of(
                                        "http://json-schema.org/draft-07/schema"));

        assertThat(meta.validate(json)).isEmpty();
    }

    @Test
    void describesEveryMemberAndEveryDefaultOfEveryRecord() {
        for (var kind : Kind.values()) {
            agree(shapes.of(kind), new ArrayList<>());
        }
    }

    @Test
    void refusesUnknownMembersEverywhere() {
        json.path("definitions")
                .propertyStream()
                .filter(definition -> definition.getValue().has("properties"))
                .forEach(definition ->
                        assertThat(
                                        definition
                                                .getValue()
                                                .path("additionalProperties")
                                                .asBoolean(true))
                                .as(definition.getKey())
                                .isFalse());
    }

    @Test
    void ofOneKindHoldsWhatItNeedsAndNoMore() {
        var provider = new BundleSchema(shapes).object(Kind.PROVIDER);

        assertThat(provider.path("definitions").propertyNames())
                .containsExactlyInAnyOrder(
                        "provider",
                        "network",
                        "time_limits",
                        "retry",
                        "health_check",
                        "discovery",
                        "lifecycle",
                        "reference");
        var compiled =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(provider.toString(), InputFormat.JSON);
        assertThat(compiled.validate("{\"id\":\"p\"}", InputFormat.JSON)).isNotEmpty();
        assertThat(compiled.validate("{\"id\":\"p\",\"provider_type\":\"echo\"}", InputFormat.JSON))
                .isEmpty();
    }

    /// A record's members are the definition's properties, each with its text and default.
    private void agree(RecordShape shape, List<RecordShape> seen) {
        if (seen.contains(shape)) {
            return;
        }
        seen.add(shape);
        var definition = json.path("definitions").path(Names.of(shape.type()));
        for (var field : shape.fields()) {
            var property = definition.path("properties").path(field.name());
            assertThat(property.path("description").asString(""))
                    .as(shape + " " + field.name())
                    .isNotBlank()
                    .isEqualTo(field.doc());
            field.defaultJson()
                    .ifPresent(value ->
                            assertThat(property.path("default"))
                                    .as(shape + " " + field.name())
                                    .isEqualTo(value));
            assertThat(property.has("default"))
                    .as(shape + " " + field.name())
                    .isEqualTo(!field.required() && field.presence() != Presence.DERIVED);
            assertThat(definition.path("required").valueStream().map(JsonNode::asString))
                    .as(shape + " " + field.name())
                    .matches(names -> names.contains(field.name()) == field.required());
            nested(field.type()).forEach(inner -> agree(inner, seen));
        }
    }

    private static List<RecordShape> nested(FieldType type) {
        return switch (type) {
            case FieldType.Nested(var shape) -> List.of(shape);
            case FieldType.Union union -> List.copyOf(union.cases().values());
            case FieldType.ListOf list -> nested(list.element());
            case FieldType.MapOf map -> nested(map.value());
            default -> List.of();
        };
    }

    private List<Error> errors(String text) {
        var errors = new ArrayList<Error>();
        documents(file(text)).forEach(document -> errors.addAll(schema.validate(document)));
        return errors;
    }

    private static Loaded load(String text) {
        return new BundleLoader().load(List.of(file(text)), Variables.none());
    }

    private static SourceFile file(String text) {
        return new SourceFile("test.yaml", (HEAD + text).getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonNode> documents(SourceFile file) {
        return new DocumentReader(ReadLimits.defaults())
                .yaml(file, new Problems()).stream().map(Trees::json).toList();
    }
}
