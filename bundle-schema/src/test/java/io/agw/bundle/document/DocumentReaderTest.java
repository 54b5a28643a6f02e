package io.agw.bundle.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentReaderTest {
    private final DocumentReader reader = new DocumentReader(ReadLimits.defaults());
    private final Problems problems = new Problems();

    @Test
    void everyValueKnowsItsPlace() {
        var root = (Node.Members) yaml("a:\n  - b: 1\n    ünï: \"x\"\n").getFirst();

        var item =
                (Node.Members) ((Node.Items) root.members().getFirst().value()).nodes().getFirst();
        assertThat(item.members())
                .extracting(m -> m.name() + " " + m.at() + " " + m.value().at())
                .containsExactly("b f:2:5 f:2:8", "ünï f:3:5 f:3:10");
    }

    @ParameterizedTest
    @CsvSource({
        "true, BOOLEAN",
        "False, BOOLEAN",
        "yes, STRING",
        "no, STRING",
        "on, STRING",
        "~, NULL",
        "null, NULL",
        "12, INTEGER",
        "-7, INTEGER",
        "0x1F, INTEGER",
        "0o17, INTEGER",
        "017, INTEGER",
        "1_000, STRING",
        "1.5, FLOAT",
        "1e3, FLOAT",
        ".inf, FLOAT",
        ".nan, FLOAT",
        "., STRING",
        "-, STRING",
        "1.2.3, STRING",
        "12:30:45, STRING",
        "2001-01-01, STRING",
        "5m, STRING"
    })
    void unquotedScalarsAreTypedByTheCoreSchema(String text, Scalar.Type type) {
        assertThat(Scalar.plain(text, Position.of("f")).type()).isEqualTo(type);
    }

    @Test
    void quotedScalarsAreStrings() {
        var root = (Node.Items) yaml("- '1'\n- \"true\"\n- !!str 5\n- ! 6\n- |-\n  7\n").getFirst();

        assertThat(root.nodes())
                .allSatisfy(n -> assertThat(((Scalar) n).type()).isEqualTo(Scalar.Type.STRING));
    }

    @Test
    void emptyDocumentsAreDroppedAndAllOthersCount() {
        assertThat(yaml("---\n---\na: 1\n---\n# nothing\n---\n- b\n...\n")).hasSize(2);
        assertThat(yaml("")).isEmpty();
        assertThat(yaml("# only a comment\n")).isEmpty();
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreAccepted() {
        var root = (Node.Members) yaml("\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n").getFirst();

        assertThat(problems.sorted()).isEmpty();
        assertThat(root.members()).extracting(Node.Member::name).containsExactly("a", "b");
        assertThat(((Scalar) root.members().get(1).value()).text()).isEqualTo("x\ny\n");
        assertThat(root.members().get(1).at()).hasToString("f:2:1");
    }

    @Test
    void anAliasIsTheAnchoredValue() {
        var root = (Node.Members) yaml("a: &x {b: 1}\nc: *x\n").getFirst();

        assertThat(root.get("c")).isSameAs(root.get("a"));
    }

    @Test
    void aMergeKeyIsAnOrdinaryKey() {
        var root = (Node.Members) yaml("a: &x {b: 1}\nc: {<<: *x}\n").getFirst();

        assertThat(((Node.Members) root.members().get(1).value()).members())
                .extracting(Node.Member::name)
                .containsExactly("<<");
    }

    @Test
    void aDocumentWithADuplicateKeyIsStillThereForFurtherChecks() {
        assertThat(yaml("a: 1\na: 2\nb: 3\n")).hasSize(1);
        assertThat(problems.errorCount()).isOne();
    }

    @Test
    void pairsOfSurrogatesAreText() {
        var root = (Node.Members) yaml("a: \"\\ud83d\\ude00\"\nb: 😀 x\n").getFirst();

        assertThat(problems.sorted()).isEmpty();
        assertThat(((Scalar) root.members().getFirst().value()).text()).isEqualTo("😀");
    }

    private List<Node> yaml(String text) {
        return reader.yaml(new SourceFile("f", text.getBytes(StandardCharsets.UTF_8)), problems);
    }
}
