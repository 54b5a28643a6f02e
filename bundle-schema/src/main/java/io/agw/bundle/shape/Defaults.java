package io.agw.bundle.shape;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.document.Trees;
import io.agw.bundle.problem.Problems;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// The texts of `@Default` annotations, which are YAML.
final class Defaults {
    private Defaults() {}

    static JsonNode json(String yaml) {
        var file = new SourceFile("@Default", yaml.getBytes(StandardCharsets.UTF_8));
        var problems = new Problems();
        var documents = new DocumentReader(ReadLimits.ofProgram()).yaml(file, problems);
        if (documents.size() != 1 || problems.hasErrors()) {
            throw new IllegalStateException(
                    "@Default(\"" + yaml + "\") (expected: one YAML value)");
        }
        return Trees.json(documents.getFirst());
    }
}
