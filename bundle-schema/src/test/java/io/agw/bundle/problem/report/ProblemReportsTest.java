package io.agw.bundle.problem.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class ProblemReportsTest {
    private static final Problem WARNING =
            new Problem(
                    Severity.WARNING,
                    Code.OLD_SPELLING,
                    new Position("a.yaml", 2, 1),
                    "routes is an older spelling",
                    "write llmRoutes");
    private static final Problem ERROR =
            new Problem(
                    Severity.ERROR,
                    Code.UNKNOWN_FIELD,
                    new Position("dir, with: odd/b%.yaml", 12, 5),
                    "nmae: unknown field\nwith <b>100%</b> | \"more\" & \u0007",
                    null);
    private static final Problem WHOLE_FILE =
            new Problem(
                    Severity.ERROR,
                    Code.FILE_TOO_LARGE,
                    Position.of("big.yaml"),
                    "too large",
                    null);
    private static final List<Problem> ALL = List.of(WARNING, ERROR, WHOLE_FILE);

    @Test
    void textIsOneLineEach() {
        assertThat(ProblemReports.text(ALL).lines())
                .hasSize(3)
                .first()
                .isEqualTo(
                        "a.yaml:2:1: warning AGW1106: routes is an older spelling (write llmRoutes)");
    }

    @Test
    void anExcerptPointsAtThePlace() {
        var file = file("a.yaml", "kind: GatewayBundle\nroutes: []\n");

        assertThat(ProblemReports.excerpts(List.of(WARNING), List.of(file)))
                .endsWith("    2 | routes: []\n        ^\n");
    }

    @Test
    void aLineThatMayHoldASecretIsNoExcerpt() {
        var file = file("a.yaml", "x: 1\napi_key: sk-secret\nenv: {X: sk-secret}\n");

        var text =
                ProblemReports.excerpts(
                        List.of(
                                problem(Code.WRONG_TYPE, 2),
                                problem(Code.UNKNOWN_FIELD, 3),
                                problem(Code.YAML_SYNTAX, 1)),
                        List.of(file));

        assertThat(text).doesNotContain("sk-secret").hasLineCount(3);
    }

    @Test
    void annotationsAreEscapedAndErrorsComeFirst() {
        assertThat(ProblemReports.github(ALL).lines())
                .containsExactly(
                        "::error file=dir%2C with%3A odd/b%25.yaml,line=12,endLine=12,col=5,"
                                + "title=AGW1101 field is not known here::nmae: unknown field%0Awith"
                                + " <b>100%25</b> | \"more\" & \u0007",
                        "::error file=big.yaml,title=AGW1503 file of a source is too large::too"
                                + " large",
                        "::warning file=a.yaml,line=2,endLine=2,col=1,title=AGW1106 older spelling"
                                + " was accepted and normalised::routes is an older spelling (write"
                                + " llmRoutes)");
    }

    @Test
    void aSummaryHoldsNoMarkupOfTheBundleAndKeepsItsBound() {
        assertThat(ProblemReports.markdown(ALL, 10_000))
                .contains("unknown field with &lt;b>100%&lt;/b> \\| \"more\" &amp;");
        var many = new ArrayList<Problem>();
        for (int i = 0; i < 1_000; i++) {
            many.add(WARNING);
        }
        var text = ProblemReports.markdown(many, 10_000);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000);
        assertThat(text).containsPattern("… and \\d+ more");
    }

    @Test
    void jsonLeavesOutWhatIsNotKnown() {
        var json = ProblemReports.json(ALL);

        assertThat(json.get(0).toString())
                .isEqualTo(
                        "{\"severity\":\"warning\",\"code\":\"AGW1106\",\"file\":\"a.yaml\",\"line\":2,"
                                + "\"column\":1,\"message\":\"routes is an older spelling\",\"hint\":\"write"
                                + " llmRoutes\"}");
        assertThat(json.get(2).has("line")).isFalse();
    }

    @Test
    void sarifIsValidByItsPublishedSchema() throws Exception {
        try (var published =
                ProblemReportsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            var schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(published, InputFormat.JSON);

            assertThat(schema.validate(ProblemReports.sarif(ALL, "1.2.3"), InputFormat.JSON))
                    .isEmpty();
            assertThat(schema.validate(ProblemReports.sarif(List.of(), "1.2.3"), InputFormat.JSON))
                    .isEmpty();
            assertThat(schema.validate("{\"version\":\"2.1.0\"}", InputFormat.JSON)).isNotEmpty();
        }
    }

    @Test
    void sarifNamesRulesPlacesAndKeepsFingerprintsWhenLinesMove() {
        var log = new JsonMapper().readTree(ProblemReports.sarif(ALL, "1.2.3"));
        var run = log.at("/runs/0");

        assertThat(
                        run.at("/tool/driver/rules")
                                .valueStream()
                                .map(rule -> rule.path("id").asString()))
                .containsExactly("AGW1101", "AGW1106", "AGW1503");
        assertThat(run.at("/results/1/level").asString()).isEqualTo("error");
        assertThat(
                        run.at("/results/1/locations/0/physicalLocation/artifactLocation/uri")
                                .asString())
                .isEqualTo("dir%2C%20with%3A%20odd/b%25.yaml");
        assertThat(run.at("/results/2/locations/0/physicalLocation").has("region")).isFalse();

        var moved =
                new Problem(
                        WARNING.severity(),
                        WARNING.code(),
                        new Position("a.yaml", 40, 1),
                        WARNING.message(),
                        WARNING.hint());
        assertThat(fingerprint(moved)).isEqualTo(fingerprint(WARNING));
        assertThat(fingerprint(ERROR)).isNotEqualTo(fingerprint(WARNING));
    }

    @Test
    void junitHasACaseForEachFileAndGroupOfChecks() throws Exception {
        var xml = parse(ProblemReports.junit(List.of("a.yaml", "clean.yaml"), ALL));
        var root = xml.getDocumentElement();

        assertThat(root.getAttribute("failures")).isEqualTo("2");
        assertThat(root.getAttribute("tests"))
                .isEqualTo(String.valueOf(xml.getElementsByTagName("testcase").getLength()));
        assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(4);
        assertThat(xml.getElementsByTagName("failure").item(1).getTextContent())
                .contains("nmae: unknown field\nwith <b>100%</b> | \"more\" &");
        assertThat(xml.getElementsByTagName("system-out").getLength()).isEqualTo(1);
    }

    private static String fingerprint(Problem problem) {
        return new JsonMapper()
                .readTree(ProblemReports.sarif(List.of(problem), "1"))
                .at("/runs/0/results/0/partialFingerprints")
                .toString();
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static Problem problem(Code code, int line) {
        return new Problem(Severity.ERROR, code, new Position("a.yaml", line, 1), "wrong", null);
    }

    private static SourceFile file(String path, String text) {
        return new SourceFile(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
