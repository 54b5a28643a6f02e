package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.reference.References;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One reading of a YAML text as an object, with what came of it.
record Reading(Optional<BundleObject> object, List<String> problems) {
    private static final ObjectCodec CODEC = new ObjectCodec();

    static Reading of(Kind kind, String yaml) {
        return of(kind, yaml, Map.of());
    }

    static Reading of(Kind kind, String yaml, Map<String, String> variables) {
        var resolved = new References(Variables.of(variables)).resolve(node(yaml));
        return of(kind, resolved, ObjectCodec.Input.BUNDLE);
    }

    static Reading ofAdminBody(Kind kind, String yaml) {
        return of(kind, node(yaml), ObjectCodec.Input.ADMIN_BODY);
    }

    private static Reading of(Kind kind, Node node, ObjectCodec.Input input) {
        var problems = new Problems();
        var object = CODEC.read(kind, node, input, problems);
        return new Reading(object, problems.sorted().stream().map(Object::toString).toList());
    }

    /// The tree of a YAML text that must be well-formed.
    static Node node(String yaml) {
        var problems = new Problems();
        var file = new SourceFile("f", yaml.getBytes(StandardCharsets.UTF_8));
        var documents = new DocumentReader(ReadLimits.defaults()).yaml(file, problems);
        assertThat(problems.sorted()).isEmpty();
        return documents.getFirst();
    }

    /// The object, which must have been read without any problem.
    BundleObject clean() {
        assertThat(problems).isEmpty();
        return object.orElseThrow();
    }

    /// The canonical JSON of the object, read with warnings at most.
    String json() {
        return canonical().tree().toString();
    }

    /// The object's secrets by pointer, as references or, where there is none, in clear.
    Map<String, String> secrets() {
        var secrets = new TreeMap<String, String>();
        canonical()
                .secrets()
                .forEach((pointer, secret) -> {
                    var reference = secret.reference();
                    secrets.put(
                            pointer,
                            reference == null && secret instanceof SecretValue.Given given
                                    ? given.text().reveal()
                                    : String.valueOf(reference));
                });
        return secrets;
    }

    private CanonicalObject canonical() {
        assertThat(object).as("object, problems: " + problems).isPresent();
        return CODEC.canonical(object.orElseThrow());
    }
}
