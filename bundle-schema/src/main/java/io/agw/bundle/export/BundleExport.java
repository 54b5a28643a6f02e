package io.agw.bundle.export;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Placeholders;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.shape.KeptMembers;
import io.agw.bundle.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Writes objects as one bundle: sections in the order in which they are applied, objects by id,
/// members in the record's order, what equals its default left out. Equal objects give equal text.
/// Thread-safe.
///
/// Secrets stand there as references to variables that are named after them. Where such a variable
/// is not set, a gateway keeps the secret that it holds. A key that the gateway made is left out
/// and stays with it.
public final class BundleExport {
    private static final String HEAD =
            """
            # yaml-language-server: $schema=bundle.schema.json
            """;
    private static final String ENVELOPE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            """;
    private static final ObjectWriter YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .disable(
                                            YAMLWriteFeature.WRITE_DOC_START_MARKER,
                                            YAMLWriteFeature.SPLIT_LINES)
                                    .enable(
                                            YAMLWriteFeature.MINIMIZE_QUOTES,
                                            YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
                                    .stringQuotingChecker(new PlainScalars())
                                    .build())
                    .build()
                    .writer();

    private final Shapes shapes;
    private final KeptMembers kept;

    public BundleExport(Shapes shapes) {
        this.shapes = shapes;
        this.kept = new KeptMembers(shapes);
    }

    /// The objects as a bundle.
    public String yaml(Collection<CanonicalObject> objects) {
        return yaml(objects, placeholders(objects));
    }

    private String yaml(Collection<CanonicalObject> objects, Placeholders placeholders) {
        var variables = new TreeSet<String>();
        var sections = new TreeMap<Kind, ObjectNode>();
        objects.stream()
                .sorted(Comparator.comparing(CanonicalObject::key))
                .forEach(object -> {
                    var kind = object.key().kind();
                    sections.computeIfAbsent(kind, _ -> JsonNodeFactory.instance.objectNode())
                            .withArray(kind.section())
                            .add(member(object, placeholders, variables));
                });
        var text = new StringBuilder(HEAD).append(comment(variables)).append(ENVELOPE);
        sections.values()
                .forEach(section -> text.append('\n').append(YAML.writeValueAsString(section)));
        return text.toString();
    }

    /// The objects as files of a folder, by name: one for each kind, and several for a kind whose
    /// file would be longer than `most` bytes.
    public SortedMap<String, String> files(Collection<CanonicalObject> objects, int most) {
        var placeholders = placeholders(objects);
        var files = new TreeMap<String, String>();
        for (var kind : Kind.values()) {
            var parts =
                    parts(
                            objects.stream()
                                    .filter(object -> object.key().kind() == kind)
                                    .sorted(Comparator.comparing(CanonicalObject::key))
                                    .toList(),
                            most,
                            placeholders);
            for (int i = 0; i < parts.size(); i++) {
                var number = parts.size() == 1 ? "" : "-%03d".formatted(i + 1);
                files.put(kind.section() + number + ".yaml", parts.get(i));
            }
        }
        return files;
    }

    private List<String> parts(List<CanonicalObject> objects, int most, Placeholders placeholders) {
        if (objects.isEmpty()) {
            return List.of();
        }
        var text = yaml(objects, placeholders);
        if (objects.size() == 1 || text.getBytes(StandardCharsets.UTF_8).length <= most) {
            return List.of(text);
        }
        int half = objects.size() / 2;
        var parts = new ArrayList<>(parts(objects.subList(0, half), most, placeholders));
        parts.addAll(parts(objects.subList(half, objects.size()), most, placeholders));
        return parts;
    }

    /// Over all objects, into however many files they go: one environment is to hold them all.
    private Placeholders placeholders(Collection<CanonicalObject> objects) {
        return Placeholders.among(
                objects.stream()
                        .collect(
                                Collectors.toMap(
                                        CanonicalObject::key, object -> given(object).keySet())));
    }

    private ObjectNode member(
            CanonicalObject object, Placeholders placeholders, SortedSet<String> variables) {
        var whole =
                object.with(given(object))
                        .withSecrets((pointer, _) -> {
                            var variable = placeholders.variable(object.key(), pointer);
                            variables.add(variable);
                            return "${" + variable + "}";
                        });
        return Brevity.of(shapes.of(object.key().kind()), whole);
    }

    private Map<String, SecretValue> given(CanonicalObject object) {
        var given = new TreeMap<>(object.secrets());
        given.entrySet()
                .removeIf(secret -> isTheGatewaysOwn(object, secret.getKey(), secret.getValue()));
        return given;
    }

    /// A secret that no bundle refers to and that another gateway makes for itself. One that it
    /// does not make, such as a literal in the metadata of a credential, would be lost with it.
    private boolean isTheGatewaysOwn(CanonicalObject object, String pointer, SecretValue secret) {
        return secret.reference() == null && kept.isMade(object.key(), pointer);
    }

    private static String comment(SortedSet<String> variables) {
        if (variables.isEmpty()) {
            return "";
        }
        var comment =
                new StringBuilder(
                        "# Secrets are left out. Set these variables where the gateway does not hold"
                                + " them yet:\n");
        variables.forEach(variable -> comment.append("#   ").append(variable).append('\n'));
        return comment.toString();
    }
}
