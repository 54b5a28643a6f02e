package io.agw.bundle.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Position;
import io.agw.bundle.reference.Variables.Lookup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private static final Position AT = new Position("f.yaml", 3, 7);

    private final References references =
            new References(
                    Variables.of(
                            Map.of(
                                    "A", "x", "N", "4", "EMPTY", "", "T", "true", "R", "${A}",
                                    "_1b", "y"),
                            ReferencesTest::file));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A}|x",
                "pre ${A} post|pre x post",
                "${A}${N}|x4",
                "${_1b}|y",
                "${UNSET:-d}|d",
                "${UNSET:-a b: c}|a b: c",
                "${UNSET:-http://h:80/}|http://h:80/",
                "${A:-d}|x",
                "${EMPTY:-d}|d",
                "a${EMPTY}b|ab",
                "a${UNSET:-}b|ab",
                "${R}|${A}",
                "$${A}|${A}",
                "$$${A}|$${A}",
                "$${|${",
                "$A|$A",
                "$|$",
                "a$|a$",
                "$$|$$",
                "{A}|{A}",
                "$ {A}|$ {A}",
                "${file:key}|secret",
                "Bearer ${file:key}|Bearer secret"
            })
    void isResolved(String written, String text) {
        assertThat(((Scalar) resolve(Scalar.quoted(written, AT))).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${UNSET}|AGW1201: ${UNSET} is not set (expected: a value)",
                "a ${UNSET} b|AGW1201: ${UNSET} is not set (expected: a value)",
                "${file:gone}|AGW1201: ${file:gone} is not set (expected: a value)",
                "${file:../x}|AGW1202: ${file:../x} is not allowed here: outside the root",
                "${AGW_MASTER_KEY}|AGW1202: ${AGW_MASTER_KEY} is not allowed here: AGW_*",
                "${AGW_X:-d}|AGW1202: ${AGW_X} is not allowed here: AGW_*",
                "${agw_x}|AGW1202: ${agw_x} is not allowed here: AGW_*",
                "ab${1A}|AGW1204: malformed reference at character 3 (expected: ${NAME}",
                "${}|AGW1204",
                "${A|AGW1204",
                "${A B}|AGW1204",
                "${A-d}|AGW1204",
                "${file:}|AGW1204",
                "${U:-${A}}|AGW1204"
            })
    void isNotResolvable(String written, String problem) {
        var node = (Node.Unresolved) resolve(Scalar.quoted(written, AT));

        assertThat(node.written()).isEqualTo(written);
        assertThat(node.problems())
                .singleElement()
                .asString()
                .startsWith("f.yaml:3:7: error " + problem);
    }

    @Test
    void everyUnsetNameOfAScalarIsReported() {
        var node = (Node.Unresolved) resolve(Scalar.quoted("${U1} ${A} ${U2}", AT));

        assertThat(node.problems()).hasSize(2);
    }

    @Test
    void anUnquotedReferenceIsTypedByItsText() {
        assertThat(((Scalar) resolve(Scalar.plain("${N}", AT))).type())
                .isEqualTo(Scalar.Type.INTEGER);
        assertThat(((Scalar) resolve(Scalar.plain("${T}", AT))).type())
                .isEqualTo(Scalar.Type.BOOLEAN);
        assertThat(((Scalar) resolve(Scalar.plain("${A}", AT))).type())
                .isEqualTo(Scalar.Type.STRING);
        assertThat(((Scalar) resolve(Scalar.plain("${U:-12}", AT))).type())
                .isEqualTo(Scalar.Type.INTEGER);
        assertThat(((Scalar) resolve(Scalar.plain("1${N}", AT))).type())
                .isEqualTo(Scalar.Type.STRING);
        assertThat(((Scalar) resolve(Scalar.quoted("${N}", AT))).type())
                .isEqualTo(Scalar.Type.STRING);
    }

    @Test
    void theReferenceIsKeptAsWritten() {
        assertThat(((Scalar) resolve(Scalar.plain("a ${A}", AT))).written()).isEqualTo("a ${A}");
        assertThat(((Scalar) resolve(Scalar.plain("$${A}", AT))).written()).isNull();
        assertThat(((Scalar) resolve(Scalar.plain("plain", AT))).written()).isNull();
    }

    @Test
    void keysAndPlacesAreLeftAlone() {
        var tree =
                new Node.Members(
                        List.of(
                                new Node.Member(
                                        "${A}",
                                        new Node.Items(List.of(Scalar.plain("${A}", AT)), AT),
                                        AT)),
                        AT);

        var resolved = (Node.Members) references.resolve(tree);

        assertThat(resolved.members().getFirst().name()).isEqualTo("${A}");
        var item = ((Node.Items) resolved.members().getFirst().value()).nodes().getFirst();
        assertThat(((Scalar) item).text()).isEqualTo("x");
        assertThat(item.at()).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a ${A} b", "$${x", "$$", "${", "a", "$${A}${B}"})
    void anEscapedTextReadsBackAsItself(String text) {
        var scalar = (Scalar) resolve(Scalar.quoted(References.escape(text), AT));

        assertThat(scalar.text()).isEqualTo(text);
    }

    @Test
    void noMessageQuotesAMalformedText() {
        var node = (Node.Unresolved) resolve(Scalar.quoted("s3cret${pa$$word", AT));

        assertThat(node.problems().toString()).doesNotContain("s3cret").doesNotContain("word");
    }

    private Node resolve(Node node) {
        return references.resolve(node);
    }

    private static Lookup file(String path) {
        return switch (path) {
            case "key" -> new Lookup.Found("secret");
            case "gone" -> new Lookup.NotSet();
            default -> new Lookup.Forbidden("outside the root");
        };
    }
}
