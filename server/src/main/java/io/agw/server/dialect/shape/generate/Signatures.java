package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts signatures where the vendor wants them back: on the part that they came with. Where one
/// travelled as a thought without words, that is the tool call that follows it, else the text
/// before it, else the text that follows it, for some dialects put thoughts first.
final class Signatures {
    private Signatures() {}

    static List<Signed> placed(List<Part> parts) {
        var placed = new ArrayList<Signed>();
        String waiting = null;
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part instanceof Part.Thinking(var text, var signature)
                    && text.isEmpty()
                    && signature != null) {
                var next = i + 1 < parts.size() ? parts.get(i + 1) : part;
                if (next instanceof Part.ToolCall call && call.signature() == null) {
                    waiting = signature;
                } else if (!placed.isEmpty() && placed.getLast().isUnsignedText()) {
                    placed.set(placed.size() - 1, new Signed(placed.getLast().part(), signature));
                } else if (isText(next)) {
                    waiting = signature;
                } else {
                    placed.add(new Signed(part, signature));
                }
                continue;
            }
            placed.add(new Signed(part, waiting == null ? signatureOf(part) : waiting));
            waiting = null;
        }
        return placed;
    }

    private static boolean isText(Part part) {
        return part instanceof Part.Text(var text, _) && !text.isEmpty();
    }

    private static @Nullable String signatureOf(Part part) {
        return switch (part) {
            case Part.Thinking(_, var signature) -> signature;
            case Part.ToolCall call -> call.signature();
            case Part.Text _,
                    Part.Image _,
                    Part.Document _,
                    Part.Audio _,
                    Part.ToolResult _,
                    Part.SealedThinking _,
                    Part.Declined _,
                    Part.Foreign _ ->
                    null;
        };
    }

    /// A part with its signature.
    record Signed(Part part, @Nullable String signature) {
        boolean isUnsignedText() {
            return isText(part) && signature == null;
        }
    }
}
