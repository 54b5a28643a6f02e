package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.Trees;
import io.agw.bundle.model.Kind;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import io.agw.bundle.shape.Shapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every kind with as little and with as much as it can hold. The documents and what they mean
/// stand side by side in the test resources, as `kind.minimal.yaml` and `kind.minimal.json`.
class EveryKindTest {
    private static final Map<String, String> VARIABLES =
            Map.of("SECRET", "s3cret", "OTHER", "0ther-s3cret", "N", "7");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isReadWithItsRequiredMembersOnly(Kind kind) {
        assertMeans(kind, "minimal");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isReadWithEveryMember(Kind kind) {
        assertMeans(kind, "full");
    }

    private static void assertMeans(Kind kind, String document) {
        var reading = Reading.of(kind, resource(kind, document + ".yaml"), VARIABLES);

        var meaning = MAPPER.createObjectNode();
        meaning.set("object", MAPPER.readTree(reading.json()));
        meaning.set("secrets", MAPPER.valueToTree(reading.secrets()));
        assertThat(reading.problems()).isEmpty();
        assertThat(meaning.toPrettyString())
                .isEqualToIgnoringNewLines(resource(kind, document + ".json").strip());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theFullDocumentLacksNoMember(Kind kind) {
        var document = Trees.json(Reading.node(resource(kind, "full.yaml")));

        assertThat(missing(Shapes.KINDS.of(kind), document, "")).isEmpty();
    }

    @Test
    void membersStandInTheOrderOfTheRecord() {
        var json =
                Reading.of(Kind.PROVIDER, resource(Kind.PROVIDER, "full.yaml"), VARIABLES).json();

        assertThat(MAPPER.readTree(json).propertyNames())
                .containsExactly(
                        "id",
                        "provider_type",
                        "disabled",
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

    private static List<String> missing(RecordShape shape, JsonNode document, String path) {
        var missing = new ArrayList<String>();
        for (var field : shape.fields()) {
            var value = document.get(field.name());
            if (value == null) {
                missing.add(path + field.name());
            } else {
                missing.addAll(missingWithin(field, value, path + field.name() + "."));
            }
        }
        return missing;
    }

    private static List<String> missingWithin(FieldShape field, JsonNode value, String path) {
        return switch (field.type()) {
            case FieldType.Nested(var shape) -> missing(shape, value, path);
            case FieldType.ListOf(FieldType.Nested(var shape), _, _, _) ->
                    missing(shape, Objects.requireNonNull(value.get(0)), path);
            case FieldType.Union union ->
                    missing(
                            Objects.requireNonNull(
                                    union.cases().get(value.get(union.tag()).asString())),
                            value,
                            path);
            default -> List.of();
        };
    }

    private static String resource(Kind kind, String name) {
        var path = "/kinds/" + kind.word() + "." + name;
        try (var stream = EveryKindTest.class.getResourceAsStream(path)) {
            assertThat(stream).as(path).isNotNull();
            return new String(
                    Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
