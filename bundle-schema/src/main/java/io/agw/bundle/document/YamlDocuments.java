package io.agw.bundle.document;

import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// One YAML file: the engine's events to trees.
///
/// The events are used and not the engine's composer, which recurses and knows no depth limit.
final class YamlDocuments {
    private final String file;
    private final ReadLimits limits;
    private final Problems problems;
    private final Deadline deadline;
    private final ParserImpl events;

    YamlDocuments(SourceFile file, ReadLimits limits, Problems problems) {
        this.file = file.path();
        this.limits = limits;
        this.problems = problems;
        this.deadline = new Deadline(file.path(), limits.deadline());
        var settings =
                LoadSettings.builder()
                        .setLabel(file.path())
                        .setCodePointLimit(limits.fileBytes())
                        .build();
        var text = deadline.over(Text.of(file, limits));
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /// @throws Unreadable when the file holds no usable tree
    List<Node> read() {
        try {
            return documents();
        } catch (MarkedYamlEngineException e) {
            throw new Unreadable(Code.YAML_SYNTAX, at(e.getProblemMark()), message(e), hint(e));
        } catch (YamlEngineException e) {
            throw new Unreadable(
                    Code.YAML_SYNTAX, Position.of(file), "not well-formed (expected: YAML 1.2)");
        }
    }

    private List<Node> documents() {
        var documents = new ArrayList<Node>();
        var tree = new TreeBuilder(limits, problems);
        while (events.hasNext()) {
            deadline.check();
            var event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> tree = new TreeBuilder(limits, problems);
                case DocumentEnd -> {
                    var root = tree.finish();
                    if (root != null && !isEmpty(root)) {
                        documents.add(root);
                    }
                }
                default -> node(event, tree);
            }
        }
        return documents;
    }

    private static boolean isEmpty(Node root) {
        return root instanceof Scalar scalar && scalar.type() == Scalar.Type.NULL;
    }

    private void node(Event event, TreeBuilder tree) {
        var at = at(event.getStartMark());
        switch (event.getEventId()) {
            case SequenceStart -> {
                var start = (CollectionStartEvent) event;
                refuseTag(start.getTag(), "seq", at);
                tree.beginItems(anchor(start.getAnchor()), at);
            }
            case MappingStart -> {
                var start = (CollectionStartEvent) event;
                refuseTag(start.getTag(), "map", at);
                tree.beginMembers(anchor(start.getAnchor()), at);
            }
            case SequenceEnd, MappingEnd -> tree.end();
            case Scalar -> {
                var scalar = (ScalarEvent) event;
                tree.scalar(scalar(scalar, at), anchor(scalar.getAnchor()));
            }
            case Alias -> tree.alias(((AliasEvent) event).getAlias().getValue(), at);
            default -> {}
        }
    }

    private Scalar scalar(ScalarEvent event, Position at) {
        var tag = event.getTag().orElse(null);
        if (tag == null) {
            return event.isPlain()
                    ? Scalar.plain(event.getValue(), at)
                    : Scalar.quoted(event.getValue(), at);
        }
        if (!tag.equals("!")) {
            refuseTag(event.getTag(), "str", at);
        }
        return Scalar.quoted(event.getValue(), at);
    }

    private static void refuseTag(Optional<String> tag, String allowed, Position at) {
        if (tag.isPresent() && !tag.get().equals("tag:yaml.org,2002:" + allowed)) {
            var shown = tag.get().replace("tag:yaml.org,2002:", "!!");
            throw new Unreadable(
                    Code.YAML_SYNTAX,
                    at,
                    "tag " + shown + " (expected: no tag, or !!" + allowed + ")");
        }
    }

    private static @Nullable String anchor(Optional<Anchor> anchor) {
        return anchor.map(Anchor::getValue).orElse(null);
    }

    private Position at(Optional<Mark> mark) {
        return mark.map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(Position.of(file));
    }

    private static String message(MarkedYamlEngineException e) {
        var problem = e.getProblem();
        if (problem == null) {
            return "not well-formed (expected: YAML 1.2)";
        }
        if (isTab(problem)) {
            return "tab (expected: spaces)";
        }
        var context = e.getContext() == null ? "" : e.getContext() + ": ";
        return withoutFullStop(context + problem);
    }

    private static @Nullable String hint(MarkedYamlEngineException e) {
        if (e.getProblem() != null && isTab(e.getProblem())) {
            return "YAML is indented with spaces only";
        }
        return e.getProblemMark().filter(YamlDocuments::isReference).isPresent()
                ? "inside [ ] and { } put quotes around ${...}"
                : null;
    }

    /// Whether the place is the brace of a `${`, which ends an unquoted text in a flow collection.
    private static boolean isReference(Mark mark) {
        int at = mark.getPointer();
        var text = mark.getBuffer();
        return at > 0 && at < text.length && text[at] == '{' && text[at - 1] == '$';
    }

    private static boolean isTab(String problem) {
        return problem.contains("TAB");
    }

    private static String withoutFullStop(String sentence) {
        var text = sentence.strip();
        var first = text.substring(0, Math.min(1, text.length())).toLowerCase(Locale.ROOT);
        var end = text.endsWith(".") ? text.length() - 1 : text.length();
        return first + text.substring(first.length(), end);
    }
}
