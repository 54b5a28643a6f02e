package io.agw.bundle.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.shape.FieldShape.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapesTest {
    private final Shapes shapes = Shapes.KINDS;

    @Test
    void membersHaveTheirDocumentNamesInTheRecordsOrder() {
        assertThat(shapes.of(Kind.PROVIDER).fields())
                .extracting(FieldShape::name)
                .containsExactly(
                        "id",
                        "provider_type",
                        "disabled",
                        "api_key",
                        "base_url",
                        "default_model",
                        "network",
                        "timeouts",
                        "retry",
                        "locality",
                        "health_check",
                        "discovery",
                        "trace_context",
                        "options",
                        "lifecycle");
    }

    @Test
    void aNameThatJavaForbidsIsTakenFromItsAnnotation() {
        var targets = nested(field(policy("logical-model"), "model_targets"));

        assertThat(nested(field(targets, "candidates")).fields())
                .extracting(FieldShape::name)
                .contains("default")
                .doesNotContain("is_default");
    }

    @Test
    void presenceSaysWhatAbsenceMeans() {
        assertThat(field(Kind.PROVIDER, "provider_type").presence()).isEqualTo(Presence.REQUIRED);
        assertThat(field(Kind.PROVIDER, "base_url").presence()).isEqualTo(Presence.OPTIONAL);
        assertThat(field(Kind.PROVIDER, "api_key").presence()).isEqualTo(Presence.OPTIONAL);
        assertThat(field(Kind.PROVIDER, "disabled").presence()).isEqualTo(Presence.DEFAULTED);
        assertThat(field(Kind.PROVIDER, "options").presence()).isEqualTo(Presence.EMPTY);
        assertThat(field(Kind.MCP_ROUTE, "id").presence()).isEqualTo(Presence.DERIVED);
        assertThat(field(policy("logical-model"), "model_targets").presence())
                .isEqualTo(Presence.REQUIRED);
    }

    @Test
    void defaultsAreJson() {
        assertThat(field(Kind.PROVIDER, "disabled").defaultJson()).hasToString("Optional[false]");
        assertThat(field(policy("direct-provider"), "credential_type_order").defaultJson())
                .hasToString("Optional[[\"api_key\",\"cliauth_token\"]]");
        assertThat(field(Kind.PROVIDER, "base_url").defaultJson()).isEmpty();
    }

    @Test
    void typesCarryWordsBoundsAndReferences() {
        assertThat(field(Kind.LLM_ROUTE, "protocol").type())
                .isInstanceOfSatisfying(
                        FieldType.Choice.class,
                        choice ->
                                assertThat(choice.words().keySet())
                                        .containsExactly("openai", "anthropic", "cc", "gemini"));
        assertThat(field(nested(field(Kind.PROVIDER, "network")), "max_retries").type())
                .isEqualTo(new FieldType.Int(0, 5, false));
        assertThat(field(Kind.VIRTUAL_KEY, "allowed_route_ids").refers())
                .containsExactly(Kind.LLM_ROUTE, Kind.MCP_ROUTE, Kind.ACP_ROUTE);
        assertThat(field(Kind.VIRTUAL_KEY, "allowed_route_ids").type())
                .isEqualTo(new FieldType.ListOf(new FieldType.Text(), true, 0, Long.MAX_VALUE));
        assertThat(field(Kind.VIRTUAL_KEY, "value").kept()).isTrue();
        assertThat(field(Kind.VIRTUAL_KEY, "value").type()).isEqualTo(new FieldType.SecretText());
    }

    @Test
    void aTaggedInterfaceIsAUnionWithoutItsUntaggedRecords() {
        assertThat(field(Kind.AGENT, "runtime").type())
                .isInstanceOfSatisfying(
                        FieldType.Union.class,
                        union -> {
                            assertThat(union.tag()).isEqualTo("type");
                            assertThat(union.words()).containsExactly("acp", "http");
                        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyMemberIsDescribed(Kind kind) {
        assertThat(shapes.of(kind).doc()).isNotEmpty();
        assertThat(undescribed(shapes.of(kind))).isEmpty();
    }

    private static List<String> undescribed(RecordShape shape) {
        var names = new ArrayList<String>();
        for (var field : shape.fields()) {
            if (field.doc().isEmpty()) {
                names.add(shape.type().getSimpleName() + "." + field.name());
            }
            records(field.type()).forEach(inner -> names.addAll(undescribed(inner)));
        }
        return names;
    }

    private static List<RecordShape> records(FieldType type) {
        return switch (type) {
            case FieldType.Nested(var shape) -> List.of(shape);
            case FieldType.Union(_, var cases) -> List.copyOf(cases.values());
            case FieldType.ListOf(var element, _, _, _) -> records(element);
            case FieldType.MapOf(var value, _, _) -> records(value);
            default -> List.of();
        };
    }

    private RecordShape policy(String type) {
        var union = (FieldType.Union) field(Kind.LLM_ROUTE, "target_policy").type();
        return Objects.requireNonNull(union.cases().get(type));
    }

    private static RecordShape nested(FieldShape field) {
        return records(field.type()).getFirst();
    }

    private FieldShape field(Kind kind, String name) {
        return field(shapes.of(kind), name);
    }

    private static FieldShape field(RecordShape shape, String name) {
        return shape.field(name).orElseThrow();
    }
}
