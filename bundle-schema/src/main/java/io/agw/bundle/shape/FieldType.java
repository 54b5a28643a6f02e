package io.agw.bundle.shape;

import io.agw.bundle.model.Spelling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a member of a document may hold. Closed: whoever walks shapes is told by the compiler when
/// a type is added.
public sealed interface FieldType {
    /// A string.
    ///
    /// @param form what it must look like; null when that is left to it
    record Text(@Nullable Form form) implements FieldType {
        public Text() {
            this(null);
        }
    }

    /// What a string must look like.
    ///
    /// @param pattern a regular expression for all of it
    /// @param expected the same for people
    record Form(String pattern, String expected) {
        public boolean isMetBy(String text) {
            return text.matches(pattern);
        }
    }

    /// `true` or `false`.
    record Bool() implements FieldType {}

    /// A whole number.
    ///
    /// @param min least value, inclusive; at least the Java type's
    /// @param max greatest value, inclusive; at most the Java type's
    /// @param wide whether the record holds a `long` and not an `int`
    record Int(long min, long max, boolean wide) implements FieldType {}

    /// A number with a fraction.
    record Real(double min, double max) implements FieldType {}

    /// A duration such as `1h30m`.
    record DurationText() implements FieldType {}

    /// A point in time, RFC 3339.
    record Timestamp() implements FieldType {}

    /// A value of our own that is written as text, such as a rate.
    record Spelled(Spelling<?> spelling) implements FieldType {}

    /// One of some words.
    ///
    /// @param words every word with the constant it stands for, in declaration order
    record Choice(Map<String, Enum<?>> words) implements FieldType {
        public Choice {
            words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
        }

        /// The word of a constant.
        public String wordOf(Object constant) {
            return words.entrySet().stream()
                    .filter(entry -> entry.getValue() == constant)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// A list.
    ///
    /// @param unordered whether the order means nothing: sorted and each element once
    /// @param min fewest elements
    /// @param max most elements
    record ListOf(FieldType element, boolean unordered, long min, long max) implements FieldType {}

    /// A mapping with free keys.
    ///
    /// @param min fewest entries
    /// @param max most entries
    record MapOf(FieldType value, long min, long max) implements FieldType {}

    /// A mapping with the members of a record.
    record Nested(RecordShape shape) implements FieldType {}

    /// A mapping whose `tag` member says which of several records it is.
    ///
    /// @param cases the records by tag text, in declaration order
    record Union(String tag, Map<String, RecordShape> cases) implements FieldType {
        public Union {
            cases = Collections.unmodifiableMap(new LinkedHashMap<>(cases));
        }

        /// The tag text of a record of this union.
        public Optional<String> tagOf(Class<?> type) {
            return cases.entrySet().stream()
                    .filter(entry -> entry.getValue().type() == type)
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        /// The tag texts, for a message.
        public List<String> words() {
            return List.copyOf(cases.keySet());
        }
    }

    /// A secret: a reference, or its text.
    record SecretText() implements FieldType {}

    /// Any JSON value; what it means is checked elsewhere.
    record Free() implements FieldType {}
}
