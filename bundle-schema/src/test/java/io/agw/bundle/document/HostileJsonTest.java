package io.agw.bundle.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What hostile and broken JSON bodies are answered with.
@Timeout(60)
class HostileJsonTest {
    private final Problems problems = new Problems();

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefused(String name, String text, Code code, String place) {
        assertThat(json(text)).isEmpty();

        assertThat(problems.sorted()).extracting(Problem::code).containsOnly(code);
        assertThat(problems.sorted().getFirst().position()).hasToString(place);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("nothing", "", Code.YAML_SYNTAX, "body:1:1"),
                refused("blanks", " \n ", Code.YAML_SYNTAX, "body:2:2"),
                refused("two values", "{} {}", Code.YAML_SYNTAX, "body:1:4"),
                refused("an open object", "{\"a\": 1", Code.YAML_SYNTAX, "body:1:8"),
                refused("an open list", "[1,", Code.YAML_SYNTAX, "body:1:3"),
                refused("a comma too many", "[1,]", Code.YAML_SYNTAX, "body:1:4"),
                refused("a comment", "{/* a */}", Code.YAML_SYNTAX, "body:1:2"),
                refused("single quotes", "{'a': 1}", Code.YAML_SYNTAX, "body:1:2"),
                refused("a bare name", "{a: 1}", Code.YAML_SYNTAX, "body:1:2"),
                refused("NaN", "[NaN]", Code.YAML_SYNTAX, "body:1:4"),
                refused("a leading zero", "[01]", Code.YAML_SYNTAX, "body:1:2"),
                refused("a line break in a string", "[\"a\nb\"]", Code.YAML_SYNTAX, "body:1:4"),
                refused("an unknown escape", "[\"\\q\"]", Code.YAML_SYNTAX, "body:1:4"),
                refused("half a surrogate", "[\"\\ud800\"]", Code.NOT_UTF8, "body:1:2"),
                refused("an escaped NUL", "[\"\\u0000\"]", Code.NOT_UTF8, "body:1:2"),
                refused("a name twice", "{\"a\": 1,\n \"a\": 2}", Code.DUPLICATE_KEY, "body:2:2"),
                refused(
                        "51 lists",
                        "[".repeat(51) + "]".repeat(51),
                        Code.LIMIT_EXCEEDED,
                        "body:1:51"),
                refused("200,000 lists", "[".repeat(200_000), Code.LIMIT_EXCEEDED, "body:1:51"),
                refused("200,001 values", many(200_001), Code.LIMIT_EXCEEDED, "body:1:400000"),
                refused(
                        "a long name",
                        "{\"" + "a".repeat(300) + "\": 1}",
                        Code.LIMIT_EXCEEDED,
                        "body:1:303"),
                refused(
                        "a long number",
                        "[" + "9".repeat(101) + "]",
                        Code.LIMIT_EXCEEDED,
                        "body:1:2"),
                refused(
                        "a huge number",
                        "[" + "9".repeat(5_000) + "]",
                        Code.LIMIT_EXCEEDED,
                        "body:1:5001"),
                refused(
                        "a body over its cap",
                        "[" + " ".repeat(1 << 20) + "]",
                        Code.LIMIT_EXCEEDED,
                        "body"));
    }

    @Test
    void noMessageQuotesTheBody() {
        json("{\"api_key\": sk-topsecret}");

        assertThat(problems.sorted())
                .hasSize(1)
                .allSatisfy(p -> assertThat(p.toString()).doesNotContain("topsec"));
    }

    @Test
    void placesCountLinesAndCodePoints() {
        var root = (Node.Members) json("{\n  \"😀\": [true, \"x\"]}").orElseThrow();

        var list = (Node.Items) root.members().getFirst().value();
        assertThat(list.nodes())
                .extracting(n -> n.at().toString())
                .containsExactly("body:2:9", "body:2:15");
    }

    @Test
    void everyTypeIsRead() {
        var root = (Node.Items) json("[\"1\", 1, 1.5, true, null]").orElseThrow();

        assertThat(root.nodes())
                .extracting(n -> ((Scalar) n).type())
                .isEqualTo(
                        List.of(
                                Scalar.Type.STRING,
                                Scalar.Type.INTEGER,
                                Scalar.Type.FLOAT,
                                Scalar.Type.BOOLEAN,
                                Scalar.Type.NULL));
    }

    @Test
    void everyDuplicateNameIsReported() {
        json("{\"a\": 1, \"a\": 2, \"b\": {\"c\": 1, \"c\": 2}}");

        assertThat(problems.errorCount()).isEqualTo(2);
    }

    private Optional<Node> json(String text) {
        var limits = new ReadLimits(1 << 20, 50, 50, 200_000, Duration.ofSeconds(30));
        var file = new SourceFile("body", text.getBytes(StandardCharsets.UTF_8));
        return new DocumentReader(limits).json(file, problems);
    }

    private static String many(int values) {
        return "[" + "1,".repeat(values - 1) + "1]";
    }

    private static Arguments refused(String name, String text, Code code, String place) {
        return Arguments.of(name, text, code, place);
    }
}
