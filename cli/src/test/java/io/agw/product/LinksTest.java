package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every link of the documentation leads somewhere, and every page can be reached.
class LinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern TEST =
            Pattern.compile(
                    "]\\((?:bundle-schema|store|reconciler|server|cli|charts)"
                            + "/src/test/java/[\\w/]+(?:Test|IT)\\.java\\)");
    private static final Pattern FEATURES =
            Pattern.compile("(?m)^\\| feature \\| where \\|\n\\|[-|]+\n((?:\\|.*\n)+)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern ANCHOR =
            Pattern.compile("(?m)^#{1,6} (.*)$|<a id=\"([^\"]+)\"></a>");

    @Test
    void everyLinkLeadsToWhatIsThere() throws IOException {
        var broken = new ArrayList<String>();
        for (var page : pages()) {
            for (var link : links(page)) {
                boolean isThere =
                        Files.exists(link.target())
                                && (link.anchor().isEmpty()
                                        || anchors(link.target()).contains(link.anchor()));
                if (!isThere) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        var reached = new HashSet<Path>();
        var open = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            var page = open.removeFirst();
            if (page.toString().endsWith(".md") && reached.add(page)) {
                links(page).forEach(link -> open.add(link.target()));
            }
        }

        assertThat(reached).containsAll(pages());
    }

    @Test
    void everyExampleHasALineInTheirReadme() throws IOException {
        var examples = ROOT.resolve("gitops-examples");
        var readme = Files.readString(examples.resolve("README.md"));
        try (var folders = Files.list(examples)) {
            assertThat(folders.filter(Files::isDirectory))
                    .allSatisfy(folder ->
                            assertThat(readme).contains("| `" + folder.getFileName() + "` |"));
        }
    }

    @Test
    void everyFeatureOfTheReadmeLeadsToATest() throws IOException {
        var rows = FEATURES.matcher(Files.readString(ROOT.resolve("README.md"))).results().toList();

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().group(1).lines())
                .hasSizeGreaterThan(30)
                .allSatisfy(row -> assertThat(row).containsPattern(TEST));
    }

    private record Link(Path target, String anchor) {}

    private static List<Link> links(Path page) throws IOException {
        var links = new ArrayList<Link>();
        for (var match = LINK.matcher(words(page)); match.find(); ) {
            var path = match.group(1);
            if (!path.matches("[a-z]+:.*")) {
                var target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
                var anchor = match.group(2);
                links.add(new Link(target, anchor == null ? "" : anchor));
            }
        }
        return links;
    }

    /// Names of headings as code hosts make them.
    private static Set<String> anchors(Path page) throws IOException {
        var anchors = new HashSet<String>();
        var repeated = new HashMap<String, Integer>();
        for (var match = ANCHOR.matcher(words(page)); match.find(); ) {
            if (match.group(2) != null) {
                anchors.add(match.group(2));
                continue;
            }
            var name =
                    match.group(1)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\w\\- ]", "")
                            .replace(' ', '-');
            int before = repeated.merge(name, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? name : name + "-" + before);
        }
        return anchors;
    }

    private static String words(Path page) throws IOException {
        return CODE.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<Path> pages() throws IOException {
        try (var top = Files.list(ROOT);
                var docs = Files.walk(ROOT.resolve("docs"));
                var examples = Files.walk(ROOT.resolve("gitops-examples"))) {
            return Stream.of(top, docs, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
