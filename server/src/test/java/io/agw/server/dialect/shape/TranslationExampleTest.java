package io.agw.server.dialect.shape;

import io.agw.house.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page that shows a translation, and what cannot be translated, says what the golden files
/// say.
final class TranslationExampleTest {
    private static final Path PAGE = Path.of("../docs/translation-example.md");
    private static final String LINK = "../server/" + TranslationGoldenTest.CASES + "/";
    private static final Pattern SHOWN =
            Pattern.compile("(?s)(<!-- golden: (\\S+) -->\n```\\w*\n).*?```");
    private static final Pattern TABLE =
            Pattern.compile("(?s)(<!-- (refused|left out) -->\n).*?(<!-- end -->)");
    private static final Pattern FIELD = Pattern.compile("(?s)^([^:]+): .*$");

    @Test
    void thePageShowsTheGoldenFiles() throws IOException {
        var page = Files.readString(PAGE);
        var shown =
                SHOWN.matcher(page)
                        .replaceAll(part ->
                                Matcher.quoteReplacement(
                                        part.group(1) + text(part.group(2)) + "```"));
        var whole =
                TABLE.matcher(shown)
                        .replaceAll(part ->
                                Matcher.quoteReplacement(
                                        part.group(1) + table(part.group(2)) + part.group(3)));
        Golden.check(PAGE, whole);
    }

    private static String text(String file) {
        return read(TranslationGoldenTest.CASES.resolve(file)).strip() + "\n";
    }

    private static String table(String which) {
        return which.equals("refused") ? refused() : leftOut();
    }

    /// A row for each request that some upstream cannot be asked for, with the field that is named.
    private static String refused() {
        var names = List.copyOf(KnownDialects.upstreams().keySet());
        var table = new StringBuilder("| client | case |");
        names.forEach(name -> table.append(" to ").append(name).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(names.size())).append('\n');
        for (var from : KnownDialects.all().keySet()) {
            for (var name : cases(from)) {
                var cells = new ArrayList<String>();
                names.forEach(to -> cells.add(refusal(name, from, to)));
                if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                    table.append("| ").append(from).append(" | [").append(name).append("](");
                    table.append(LINK).append(name).append(") | ");
                    table.append(String.join(" | ", cells)).append(" |\n");
                }
            }
        }
        return table.toString();
    }

    private static String refusal(String name, String from, String to) {
        if (from.equals(to)) {
            return "";
        }
        var words = translated(name, from, to).path("refused").asString("");
        return words.isEmpty()
                ? ""
                : "`" + called(name, from, FIELD.matcher(words).replaceAll("$1")) + "`";
    }

    /// A field as the client of a case is told of it.
    private static String called(String name, String dialect, String field) {
        var request =
                read(TranslationGoldenTest.CASES.resolve(name + "/request." + dialect + ".json"));
        return Objects.requireNonNull(KnownDialects.all().get(dialect))
                .fieldNames()
                .of(field, JsonMapper.shared().readTree(request));
    }

    private static String leftOut() {
        var table = new StringBuilder("| client | upstream | left out |\n");
        table.append("|---|---|---|\n");
        for (var from : KnownDialects.all().keySet()) {
            for (var to : KnownDialects.upstreams().keySet()) {
                var fields = new TreeSet<String>();
                for (var name : from.equals(to) ? List.<String>of() : cases(from)) {
                    for (var field : translated(name, from, to).path("left")) {
                        var path = field.asString().replaceAll("\\[\\d+]", "[]");
                        fields.add("`" + called(name, from, path) + "`");
                    }
                }
                if (!from.equals(to)) {
                    table.append("| ").append(from).append(" | ").append(to).append(" | ");
                    table.append(String.join(", ", fields)).append(" |\n");
                }
            }
        }
        return table.toString();
    }

    private static JsonNode translated(String name, String from, String to) {
        var file = "request." + from + "-" + to + ".json";
        return JsonMapper.shared()
                .readTree(read(TranslationGoldenTest.CASES.resolve(name).resolve(file)));
    }

    /// The cases that have a request of a dialect.
    private static List<String> cases(String from) {
        var cases = new TreeSet<String>();
        try (var folders = Files.list(TranslationGoldenTest.CASES)) {
            folders.filter(folder -> Files.exists(folder.resolve("request." + from + ".json")))
                    .forEach(folder -> cases.add(String.valueOf(folder.getFileName())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(cases);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
