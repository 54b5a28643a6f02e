package io.agw.bundle.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A scalar's text, taken apart into literal text and references.
///
/// @param parts in order
/// @param malformedAt where a `${` begins that is no reference, counted from 1; 0 when there is
///   none
record Template(List<Part> parts, int malformedAt) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";
    private static final String DEFAULT = ":-";

    Template {
        parts = List.copyOf(parts);
    }

    /// A piece of a text.
    sealed interface Part {
        record Literal(String text) implements Part {}

        /// `${NAME}` or `${NAME:-default}`.
        record Variable(String name, @Nullable String fallback) implements Part {}

        /// `${file:PATH}`.
        record FileText(String path) implements Part {}
    }

    static Template parse(String text) {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (text.startsWith("$${", i)) {
                literal.append("${");
                i += 3;
                continue;
            }
            if (!text.startsWith("${", i)) {
                literal.append(text.charAt(i++));
                continue;
            }
            int end = text.indexOf('}', i);
            var reference = end < 0 ? null : reference(text.substring(i + 2, end));
            if (reference == null) {
                return new Template(List.of(), i + 1);
            }
            flush(literal, parts);
            parts.add(reference);
            i = end + 1;
        }
        flush(literal, parts);
        return new Template(parts, 0);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static @Nullable Part reference(String body) {
        if (body.startsWith(FILE)) {
            var path = body.substring(FILE.length());
            return path.isBlank() || path.contains("${") ? null : new Part.FileText(path);
        }
        int separator = body.indexOf(DEFAULT);
        var name = separator < 0 ? body : body.substring(0, separator);
        var fallback = separator < 0 ? null : body.substring(separator + DEFAULT.length());
        boolean isReference =
                NAME.matcher(name).matches() && (fallback == null || !fallback.contains("${"));
        return isReference ? new Part.Variable(name, fallback) : null;
    }

    boolean hasReferences() {
        return parts.stream().anyMatch(part -> !(part instanceof Part.Literal));
    }

    /// Whether the text is one reference and nothing else.
    boolean isOneReference() {
        return parts.size() == 1 && hasReferences();
    }
}
