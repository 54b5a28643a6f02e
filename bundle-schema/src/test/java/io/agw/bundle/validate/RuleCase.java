package io.agw.bundle.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One bundle, and everything that is wrong with it.
///
/// @param problems as they are printed, in the order of the file
record RuleCase(String yaml, String... problems) {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";

    /// A bundle of one object.
    static RuleCase object(String section, String members, String... problems) {
        return new RuleCase(section + ":\n- {" + members + "}\n", problems);
    }

    static List<Problem> load(String yaml) {
        var file = new SourceFile("f", (HEAD + yaml).getBytes(StandardCharsets.UTF_8));
        return new BundleLoader()
                .load(
                        List.of(file),
                        Variables.of(
                                Map.of(
                                        "K",
                                        "sk",
                                        "P",
                                        "pw",
                                        "SHORT",
                                        "abc",
                                        "LONG",
                                        "vk-long-enough")))
                .problems();
    }

    void check() {
        assertThat(load(yaml)).extracting(Problem::toString).containsExactly(problems);
    }

    @Override
    public String toString() {
        return yaml;
    }
}
