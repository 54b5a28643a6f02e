package io.agw.bundle;

import io.agw.bundle.document.Node;
import io.agw.bundle.model.Kind;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Nearest;
import io.agw.bundle.problem.Problems;
import java.util.Arrays;
import java.util.Optional;

/// The sections of a bundle document, one for each kind.
final class Sections {
    private Sections() {}

    /// The kind that a section holds; what is no section is reported.
    static Optional<Kind> kind(Node.Member section, Problems problems) {
        var name = section.name();
        if (name.equals("routes")) {
            problems.warning(
                    Code.OLD_SPELLING,
                    section.at(),
                    "routes is an older spelling",
                    "write " + Kind.LLM_ROUTE.section());
            return Optional.of(Kind.LLM_ROUTE);
        }
        var kind = Kind.ofSection(name);
        if (kind.isEmpty()) {
            unknown(section, problems);
        }
        return kind;
    }

    private static void unknown(Node.Member section, Problems problems) {
        if (section.name().equals("providerTypes")) {
            problems.error(
                    Code.UNKNOWN_FIELD,
                    section.at(),
                    "providerTypes: provider types are no part of a bundle",
                    "they are a setting of agwd: --provider-type, or provider_types in agwd.yaml");
            return;
        }
        var known = Arrays.stream(Kind.values()).map(Kind::section).toList();
        problems.error(
                Code.UNKNOWN_FIELD,
                section.at(),
                section.name() + ": unknown section",
                Nearest.to(section.name(), known)
                        .map(name -> "did you mean " + name + "?")
                        .orElse("known are " + String.join(", ", known)));
    }
}
