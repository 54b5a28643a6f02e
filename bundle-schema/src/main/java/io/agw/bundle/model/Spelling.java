package io.agw.bundle.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How the values of a type are written: every text that stands for one. The text that documents
/// are compared by is the value's {@link Object#toString}.
///
/// @param pattern a regular expression of those texts, whole, of the part that Java's and JSON
///   Schema's have in common
/// @param expected the same for people
/// @param examples some of them, each the one text of its value
/// @param read the value of a text; empty when it has none
public record Spelling<T>(
        String pattern,
        String expected,
        List<String> examples,
        Function<String, Optional<T>> read) {
    public Spelling {
        examples = List.copyOf(examples);
    }
}
