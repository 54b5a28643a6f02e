package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.Trees;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.json.JsonMapper;

/// Nothing is lost or changed on the way between records, canonical form and documents.
class RoundTripTest {
    private static final ObjectCodec CODEC = new ObjectCodec();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Property(tries = 500)
    void theCanonicalFormIsTheWholeObject(@ForAll("objects") BundleObject object) {
        var canonical = CODEC.canonical(object);

        assertThat(CODEC.object(canonical)).isEqualTo(object);
        assertThat(CODEC.canonical(CODEC.object(canonical))).isEqualTo(canonical);
    }

    @Property(tries = 500)
    void theCanonicalFormSurvivesItsTextInAStore(@ForAll("objects") BundleObject object) {
        var canonical = CODEC.canonical(object);
        var text = canonical.tree().toString();

        var stored = MAPPER.readTree(text).asObject();

        assertThat(stored).isEqualTo(canonical.tree());
        assertThat(stored.toString()).isEqualTo(text);
        assertThat(CODEC.object(new CanonicalObject(canonical.key(), stored, canonical.secrets())))
                .isEqualTo(object);
    }

    @Property(tries = 500)
    void readingWhatWasWrittenChangesNothing(@ForAll("documents") BundleObject object) {
        var once = CODEC.canonical(read(object));
        var twice = CODEC.canonical(read(CODEC.object(once)));

        assertThat(twice).isEqualTo(once);
    }

    @Property(tries = 200)
    void secretsAreNoPartOfTheTree(@ForAll("documents") BundleObject object) {
        var canonical = CODEC.canonical(object);

        canonical
                .secrets()
                .keySet()
                .forEach(pointer ->
                        assertThat(canonical.tree().at(pointer).isMissingNode()).isTrue());
    }

    private static BundleObject read(BundleObject object) {
        var problems = new Problems();
        var document = GeneratedObjects.document(CODEC.canonical(object));
        var node = Trees.node(document, Position.of("f"));
        var read = CODEC.read(object.key().kind(), node, ObjectCodec.Input.BUNDLE, problems);
        assertThat(read).as(() -> problems.sorted().toString()).isPresent();
        return read.orElseThrow();
    }

    @Provide
    Arbitrary<BundleObject> objects() {
        return GeneratedObjects.withAnySecrets().any();
    }

    @Provide
    Arbitrary<BundleObject> documents() {
        return GeneratedObjects.withGivenSecrets().any();
    }
}
