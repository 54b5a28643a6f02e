package io.agw.bundle.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What hostile and broken YAML is answered with. Each case must end quickly, whatever it holds.
@Timeout(60)
class HostileYamlTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// All that one reading may allocate, live at a time or not; the heap it needs is far less.
    private static final long MOST_GARBAGE = 128L << 20;

    /// The usual ones, with more time for a machine that has much else to do.
    private static final ReadLimits LIMITS =
            new ReadLimits(1 << 18, 50, 50, 200_000, Duration.ofSeconds(30));

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefused(String name, byte[] bytes, Code code, String place) {
        var problems = new Problems();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();

        new DocumentReader(LIMITS).yaml(new SourceFile("f.yaml", bytes), problems);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MOST_GARBAGE);
        assertThat(problems.sorted())
                .isNotEmpty()
                .allSatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo(code);
                    assertThat(problem.message())
                            .matches("(?s)[^A-Z].*")
                            .doesNotEndWith(".")
                            .hasSizeLessThanOrEqualTo(400);
                });
        assertThat(problems.sorted().getFirst().position()).hasToString(place);
    }

    static Stream<Arguments> refused() {
        return Stream.of(syntax(), limits(), encodings(), keysAndTags()).flatMap(s -> s);
    }

    private static Stream<Arguments> syntax() {
        return Stream.of(
                refused("a tab as indentation", "a:\n\tb: 1\n", Code.YAML_SYNTAX, "f.yaml:2:1"),
                refused(
                        "a tab before a key",
                        "a:\n  b: 1\n\tc: 2\n",
                        Code.YAML_SYNTAX,
                        "f.yaml:3:1"),
                refused("an open list", "a: [1, 2\n", Code.YAML_SYNTAX, "f.yaml:2:1"),
                refused("an open mapping", "a: {b: 1\n", Code.YAML_SYNTAX, "f.yaml:2:1"),
                refused("an open string", "a: \"b\n", Code.YAML_SYNTAX, "f.yaml:2:1"),
                refused("an unknown escape", "a: \"\\q\"\n", Code.YAML_SYNTAX, "f.yaml:1:6"),
                refused("two values for a key", "a: b: c\n", Code.YAML_SYNTAX, "f.yaml:1:5"),
                refused("a text after a list", "a: [1] 2\n", Code.YAML_SYNTAX, "f.yaml:1:8"),
                refused(
                        "wrong indentation",
                        "a:\n    b: 1\n  c: 2\n",
                        Code.YAML_SYNTAX,
                        "f.yaml:3:3"),
                refused("a reserved indicator", "a: @b\n", Code.YAML_SYNTAX, "f.yaml:1:4"),
                refused("a backquote", "a: `b`\n", Code.YAML_SYNTAX, "f.yaml:1:4"),
                refused("a percent sign", "a: %b\n", Code.YAML_SYNTAX, "f.yaml:1:4"),
                refused("a list in a mapping", "a: 1\n- b\n", Code.YAML_SYNTAX, "f.yaml:2:1"),
                refused("YAML 2", "%YAML 2.0\n---\na: 1\n", Code.YAML_SYNTAX, "f.yaml"),
                refused("an unknown alias", "a: *b\n", Code.YAML_SYNTAX, "f.yaml:1:4"),
                refused("a list in itself", "a: &a [*a]\n", Code.YAML_SYNTAX, "f.yaml:1:8"),
                refused("a mapping in itself", "a: &a\n  b: *a\n", Code.YAML_SYNTAX, "f.yaml:2:6"),
                refused(
                        "a mapping in itself through another",
                        "a: &a\n  b: &b\n    c: *a\n",
                        Code.YAML_SYNTAX,
                        "f.yaml:3:8"));
    }

    private static Stream<Arguments> limits() {
        return Stream.of(
                refused("a billion laughs", laughs(), Code.LIMIT_EXCEEDED, "f.yaml:7:20"),
                refused(
                        "51 aliases",
                        "a: &a 1\nb: [" + "*a, ".repeat(51) + "]\n",
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:2:205"),
                refused(
                        "a list 1,000 deep",
                        "[".repeat(1_000) + "]".repeat(1_000),
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:1:51"),
                refused(
                        "a list 100,000 deep",
                        "[".repeat(100_000),
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:1:51"),
                refused(
                        "a mapping 1,000 deep",
                        "{a: ".repeat(1_000) + "}".repeat(1_000),
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:1:201"),
                refused("blocks 100 deep", blocks(100), Code.LIMIT_EXCEEDED, "f.yaml:51:51"),
                refused(
                        "dashes 100 deep",
                        "- ".repeat(100) + "a",
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:1:101"),
                refused(
                        "256 KiB and a byte",
                        "#".repeat((1 << 18) + 1),
                        Code.LIMIT_EXCEEDED,
                        "f.yaml"),
                refused(
                        "a scalar of 50 MB",
                        "a: " + "b".repeat(50 << 20),
                        Code.LIMIT_EXCEEDED,
                        "f.yaml"),
                refused(
                        "a number of 1,000 digits",
                        "a: " + "1".repeat(1_000),
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:1:4"),
                refused(
                        "an alias 200,000 values large",
                        "a: &a [" + "1,".repeat(50_000) + "]\nb: [*a,*a,*a]\n",
                        Code.LIMIT_EXCEEDED,
                        "f.yaml:2:11"));
    }

    private static Stream<Arguments> encodings() {
        return Stream.of(
                refused(
                        "UTF-16",
                        "a: 1".getBytes(StandardCharsets.UTF_16),
                        Code.NOT_UTF8,
                        "f.yaml"),
                refused(
                        "UTF-16 without a mark",
                        "a: 1".getBytes(StandardCharsets.UTF_16LE),
                        Code.NOT_UTF8,
                        "f.yaml:1:2"),
                refused("Latin 1", bytes('a', ':', ' ', 0xE4), Code.NOT_UTF8, "f.yaml:1:4"),
                refused(
                        "an overlong encoding",
                        bytes('a', '\n', 'b', 0xC0, 0x80),
                        Code.NOT_UTF8,
                        "f.yaml:2:2"),
                refused(
                        "half a surrogate",
                        bytes('a', 0xED, 0xA0, 0x80),
                        Code.NOT_UTF8,
                        "f.yaml:1:2"),
                refused("an escaped half surrogate", "a: \"\\ud800\"", Code.NOT_UTF8, "f.yaml:1:4"),
                refused("an escaped NUL", "a: \"b\\0\"", Code.NOT_UTF8, "f.yaml:1:4"),
                refused("a NUL", bytes('a', ':', '\n', 0), Code.NOT_UTF8, "f.yaml:2:1"),
                refused("a bell", bytes('a', ':', ' ', 7), Code.NOT_UTF8, "f.yaml:1:4"),
                refused(
                        "an image",
                        bytes(0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0),
                        Code.NOT_UTF8,
                        "f.yaml:1:1"));
    }

    private static Stream<Arguments> keysAndTags() {
        return Stream.of(
                refused("a key twice", "a: 1\nb: 2\na: 3\n", Code.DUPLICATE_KEY, "f.yaml:3:1"),
                refused(
                        "a key twice, quoted once",
                        "{a: 1, \"a\": 2}",
                        Code.DUPLICATE_KEY,
                        "f.yaml:1:8"),
                refused(
                        "a key three times",
                        "{a: 1, a: 2, a: 3}",
                        Code.DUPLICATE_KEY,
                        "f.yaml:1:8"),
                refused(
                        "a long key twice",
                        ("k".repeat(100_000) + ": 1\n").repeat(2),
                        Code.YAML_SYNTAX,
                        "f.yaml:1:100001"),
                refused(
                        "an explicit long key twice",
                        ("? " + "k".repeat(100_000) + "\n").repeat(2),
                        Code.DUPLICATE_KEY,
                        "f.yaml:2:3"),
                refused("a long tag", "!" + "t".repeat(200_000), Code.YAML_SYNTAX, "f.yaml:1:1"),
                refused("a long alias", "*" + "a".repeat(200_000), Code.YAML_SYNTAX, "f.yaml:1:1"),
                refused("a number as key", "1: a\n", Code.YAML_SYNTAX, "f.yaml:1:1"),
                refused("null as key", "? \n: a\n", Code.YAML_SYNTAX, "f.yaml:1:2"),
                refused("a list as key", "? [a]\n: b\n", Code.YAML_SYNTAX, "f.yaml:1:3"),
                refused("a mapping as key", "{{a: b}: c}", Code.YAML_SYNTAX, "f.yaml:1:2"),
                refused("a binary", "a: !!binary aGk=\n", Code.YAML_SYNTAX, "f.yaml:1:4"),
                refused("a set", "a: !!set {b}\n", Code.YAML_SYNTAX, "f.yaml:1:4"),
                refused(
                        "a Java class",
                        "a: !!java.net.URLClassLoader [[]]\n",
                        Code.YAML_SYNTAX,
                        "f.yaml:1:4"),
                refused(
                        "a Python call",
                        "!!python/object/apply:os.system [ls]",
                        Code.YAML_SYNTAX,
                        "f.yaml:1:1"),
                refused("a tag of its own", "a: !env HOME\n", Code.YAML_SYNTAX, "f.yaml:1:4"));
    }

    @Test
    void aDeadlineEndsTheReadingOfOneLongScalar() {
        var limits = new ReadLimits(64 << 20, 50, 50, 200_000, Duration.ofMillis(50));
        var problems = new Problems();
        var text = "a: " + "b ".repeat(4 << 20);

        new DocumentReader(limits).yaml(new SourceFile("f.yaml", text.getBytes(UTF_8)), problems);

        assertThat(problems.sorted())
                .extracting(Object::toString)
                .containsExactly(
                        "f.yaml: error AGW1003: reading takes too long (expected: at most 50 ms)");
    }

    @Test
    void everyDuplicateIsNamedWithBothPlaces() {
        var problems = new Problems();

        new DocumentReader(ReadLimits.defaults())
                .yaml(
                        new SourceFile("f.yaml", "a: 1\na: 2\nb: 1\nb: 2\n".getBytes(UTF_8)),
                        problems);

        assertThat(problems.sorted())
                .extracting(Object::toString)
                .containsExactly(
                        "f.yaml:2:1: error AGW1002: a: stands twice in one mapping (expected: once)"
                                + " (first at f.yaml:1:1)",
                        "f.yaml:4:1: error AGW1002: b: stands twice in one mapping (expected: once)"
                                + " (first at f.yaml:3:1)");
    }

    @Test
    void anUnquotedReferenceInAFlowCollectionIsExplained() {
        var problems = new Problems();

        new DocumentReader(ReadLimits.defaults())
                .yaml(new SourceFile("f.yaml", "a: [${B}]\n".getBytes(UTF_8)), problems);

        assertThat(problems.sorted())
                .singleElement()
                .asString()
                .startsWith("f.yaml:1:6: error AGW1001: ")
                .endsWith("(inside [ ] and { } put quotes around ${...})");
    }

    private static String laughs() {
        var text = new StringBuilder("a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\n");
        for (char c = 'b'; c <= 'k'; c++) {
            text.append(c).append(": &").append(c).append(" [");
            text.append(("*" + (char) (c - 1) + ",").repeat(5)).append("]\n");
        }
        return text.toString();
    }

    private static String blocks(int depth) {
        var text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static Arguments refused(String name, String text, Code code, String place) {
        return refused(name, text.getBytes(UTF_8), code, place);
    }

    private static Arguments refused(String name, byte[] bytes, Code code, String place) {
        return Arguments.of(name, bytes, code, place);
    }
}
