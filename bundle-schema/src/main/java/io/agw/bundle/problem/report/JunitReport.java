package io.agw.bundle.problem.report;

import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Test results for those who read them: one test suite for each file, one case for each group of
/// checks. Warnings are output of a case that passed.
final class JunitReport {
    private static final String GENERAL = "bundle";

    private JunitReport() {}

    static String of(List<String> files, List<Problem> problems) {
        var suites = new TreeSet<>(files);
        problems.forEach(problem -> suites.add(problem.position().file()));
        if (suites.isEmpty()) {
            suites.add(GENERAL);
        }
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.append("<testsuites name=\"agwctl gateway validate\"")
                .append(
                        counts(
                                (long) suites.size() * Group.values().length,
                                failures(problems, suites)))
                .append(">\n");
        for (var file : suites) {
            suite(file, of(file, problems), text);
        }
        return text.append("</testsuites>\n").toString();
    }

    private static void suite(String file, List<Problem> problems, StringBuilder text) {
        text.append("  <testsuite name=\"")
                .append(escaped(file))
                .append('"')
                .append(counts(Group.values().length, failures(problems)))
                .append(">\n");
        for (var group : Group.values()) {
            var found = problems.stream().filter(group::covers).toList();
            text.append("    <testcase name=\"")
                    .append(group.title)
                    .append("\" classname=\"")
                    .append(escaped(file))
                    .append("\" file=\"")
                    .append(escaped(file))
                    .append('"');
            if (found.isEmpty()) {
                text.append("/>\n");
                continue;
            }
            text.append(">\n");
            testCase(found, text);
            text.append("    </testcase>\n");
        }
        text.append("  </testsuite>\n");
    }

    private static void testCase(List<Problem> found, StringBuilder text) {
        var errors = lines(found, Severity.ERROR);
        if (!errors.isEmpty()) {
            text.append("      <failure message=\"")
                    .append(escaped(errors.getFirst()))
                    .append("\">")
                    .append(escaped(String.join("\n", errors)))
                    .append("</failure>\n");
        }
        var warnings = lines(found, Severity.WARNING);
        if (!warnings.isEmpty()) {
            text.append("      <system-out>")
                    .append(escaped(String.join("\n", warnings)))
                    .append("</system-out>\n");
        }
    }

    private static List<String> lines(List<Problem> problems, Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .map(Problem::toString)
                .toList();
    }

    private static List<Problem> of(String file, List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.position().file().equals(file))
                .sorted(Comparator.comparingInt(problem -> problem.position().line()))
                .toList();
    }

    private static long failures(List<Problem> problems, Set<String> files) {
        return files.stream().mapToLong(file -> failures(of(file, problems))).sum();
    }

    /// Cases with an error.
    private static long failures(List<Problem> ofFile) {
        return Stream.of(Group.values())
                .filter(group ->
                        ofFile.stream()
                                .anyMatch(problem ->
                                        problem.severity() == Severity.ERROR
                                                && group.covers(problem)))
                .count();
    }

    private static String counts(long tests, long failures) {
        return " tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"0\"";
    }

    /// XML text and attribute values; what XML 1.0 cannot hold becomes a space.
    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]|\\p{Cs}|\\ufffe|\\uffff", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// Groups of checks by the codes' hundreds.
    private enum Group {
        DOCUMENT("document", "AGW10"),
        SHAPE("shape", "AGW11"),
        REFERENCES("references and secrets", "AGW12"),
        RULES("rules across objects", "AGW13"),
        PLAN("plan", "AGW14"),
        SOURCE("source", "AGW15");

        private final String title;
        private final String prefix;

        Group(String title, String prefix) {
            this.title = title;
            this.prefix = prefix;
        }

        boolean covers(Problem problem) {
            return problem.code().id().startsWith(prefix);
        }
    }
}
