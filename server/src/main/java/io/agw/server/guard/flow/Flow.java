package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Span;
import io.agw.server.guard.finding.Spotting;
import io.agw.server.guard.finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One text on its way past one guard. Not thread-safe.
public sealed interface Flow permits WindowFlow, WholeFlow {
    /// Takes what comes next, and gives on what is decided.
    List<Item> take(List<Item> items);

    /// The text has ended: gives on the rest.
    List<Item> end();

    /// Characters that are kept here.
    int held();

    /// For one text.
    ///
    /// @param isJson whether the text is JSON, in whose strings characters may be escaped
    /// @param found told what is found, before it is given on; may throw, to end it all
    static Flow of(Guard guard, Way way, boolean isJson, Consumer<Verdict.Found> found) {
        var held = new Held(isJson);
        return way == Way.REPLACE && !guard.spotters().isEmpty()
                ? new WindowFlow(new Spotting(guard.spotters()), held, found)
                : new WholeFlow(guard, way, held, found);
    }

    /// For one whole text, of which is known already what is to be replaced.
    ///
    /// @param spans of the text as it is written, in order and apart
    /// @param found told it, before the text is given on; not told when none of it can be replaced
    static List<Item> replaced(
            List<Item> text, boolean isJson, List<Span> spans, Consumer<Verdict.Found> found) {
        var written = text.stream().map(Item::text).collect(Collectors.joining());
        var flow = of(ReadText.of(written, isJson, spans), Way.REPLACE, isJson, found);
        var out = new ArrayList<>(flow.take(text));
        out.addAll(flow.end());
        return out;
    }

    /// What becomes of a text.
    enum Way {
        /// Given on as it comes, and looked at when it has ended.
        LOOK,
        /// Given on when it has ended and nothing was found.
        WAIT,
        /// Given on with what was found replaced: as soon as that is decided, where it can be
        /// decided before the end.
        REPLACE
    }
}
