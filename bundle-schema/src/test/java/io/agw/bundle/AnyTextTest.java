package io.agw.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever a file holds, loading it ends with a bundle or with problems, and throws nothing.
class AnyTextTest {
    private static final BundleLoader LOADER = new BundleLoader();

    @Property(tries = 2_000)
    void anyBytesAreABundleOrAProblem(@ForAll byte[] bytes) {
        assertIsAnswered(bytes);
    }

    @Property(tries = 3_000)
    void anyYamlIsABundleOrAProblem(@ForAll("yaml") String text) {
        assertIsAnswered(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 3_000)
    void anyObjectIsReadOrAProblem(@ForAll("yaml") String text) {
        var head = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\nllmRoutes:\n- id: r\n  ";
        assertIsAnswered((head + text.replace("\n", "\n  ")).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2_000)
    void anyJsonIsAValueOrAProblem(@ForAll("json") String text) {
        var problems = new Problems();
        var file = new SourceFile("f", text.getBytes(StandardCharsets.UTF_8));

        var value = new DocumentReader(ReadLimits.defaults()).json(file, problems);

        assertThat(value.isPresent()).isNotEqualTo(problems.hasErrors());
    }

    private static void assertIsAnswered(byte[] bytes) {
        var loaded = LOADER.load(List.of(new SourceFile("f", bytes)), Variables.none());

        if (loaded instanceof Loaded.Invalid) {
            assertThat(loaded.problems()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> yaml() {
        return texts(
                "a",
                "- ",
                ": ",
                "\n",
                "  ",
                "\n  ",
                "\n- ",
                "&x ",
                "*x",
                "[",
                "]",
                "{",
                "}",
                ",",
                "'",
                "\"",
                "|",
                ">",
                "#",
                "!!str ",
                "!",
                "%",
                "---\n",
                "...\n",
                "? ",
                "<<",
                "\t",
                "\r",
                "~",
                "1",
                "1.5e9",
                "true",
                "${A}",
                "${A:-b}",
                "$${",
                "${",
                "é",
                "😀",
                "\u0001",
                "protocol: openai",
                "target_policy: ",
                "type: logical-model",
                "model_targets: ",
                "provider_id: p",
                "match: ");
    }

    @Provide
    Arbitrary<String> json() {
        return texts(
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"", "\\", "\\u", "d800", "1", "-",
                ".5", "e9", "true", "null", " ", "\n", "é", "\u0001");
    }

    private static Arbitrary<String> texts(String... pieces) {
        return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
    }
}
