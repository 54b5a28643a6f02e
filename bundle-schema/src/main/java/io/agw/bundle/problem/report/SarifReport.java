package io.agw.bundle.problem.report;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.text.PrettyJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A log for code scanning.
final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    static String of(List<Problem> problems, String version) {
        var log =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("$schema", SCHEMA)
                        .put("version", "2.1.0");
        var run = log.putArray("runs").addObject();
        var driver =
                run.putObject("tool")
                        .putObject("driver")
                        .put("name", "agwctl")
                        .put("semanticVersion", version);
        rules(driver.putArray("rules"), problems);
        run.put("columnKind", "unicodeCodePoints");
        var results = run.putArray("results");
        var occurrences = new HashMap<String, Integer>();
        problems.forEach(problem -> result(results.addObject(), problem, occurrences));
        return PrettyJson.of(log);
    }

    private static void rules(ArrayNode rules, List<Problem> problems) {
        var used = problems.stream().map(Problem::code).collect(Collectors.toSet());
        Arrays.stream(Code.values())
                .filter(used::contains)
                .forEach(code -> {
                    var rule = rules.addObject().put("id", code.id()).put("name", name(code));
                    rule.putObject("shortDescription").put("text", code.title());
                });
    }

    private static void result(
            ObjectNode result, Problem problem, Map<String, Integer> occurrences) {
        result.put("ruleId", problem.code().id())
                .put("level", problem.severity() == Severity.ERROR ? "error" : "warning");
        result.putObject("message")
                .put(
                        "text",
                        problem.message()
                                + (problem.hint() == null ? "" : " (" + problem.hint() + ")"));
        var position = problem.position();
        var location = result.putArray("locations").addObject().putObject("physicalLocation");
        location.putObject("artifactLocation").put("uri", uri(position.file()));
        if (position.line() > 0) {
            location.putObject("region")
                    .put("startLine", position.line())
                    .put("startColumn", position.column());
        }
        result.putObject("partialFingerprints")
                .put("problem/v1", fingerprint(problem, occurrences));
    }

    /// The same problem keeps its fingerprint when lines above it come and go: the place is not
    /// part of it, the number among equal ones is.
    private static String fingerprint(Problem problem, Map<String, Integer> occurrences) {
        var text =
                problem.position().file() + "\n" + problem.code().id() + "\n" + problem.message();
        int number = occurrences.merge(text, 1, Integer::sum);
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((text + "\n" + number).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Code code) {
        return Arrays.stream(code.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String uri(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
