package io.agw.server.dialect;

import tools.jackson.core.StreamReadConstraints;

/// What a document may cost.
///
/// @param depth most arrays and objects within each other, 64 at most
/// @param values most values, arrays and objects among them: each costs many times its few bytes
///   once it stands in a tree
/// @param name most bytes of a member's name
/// @param number most bytes of a number
public record JsonLimits(int depth, int values, int name, int number) {
    private static final int MOST_VALUES = 200_000;

    /// Bytes of the heap for each value that one document may have. A tree takes about a hundred
    /// for a value, so that one document leaves room for others.
    private static final long SHARE = 1_536;

    public JsonLimits {
        if (depth < 1 || depth > 64) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: 1 to 64)");
        }
    }

    public static JsonLimits defaults() {
        long share = Runtime.getRuntime().maxMemory() / SHARE;
        return new JsonLimits(64, (int) Math.min(MOST_VALUES, share), 256, 100);
    }

    /// The same limits for whoever reads a document as a tree, counted while it is read. There a
    /// name, a value, and the end of an array or object are a token each: no document within the
    /// limits has more than three for a value.
    public StreamReadConstraints ofTrees() {
        return StreamReadConstraints.builder()
                .maxTokenCount(3L * values)
                .maxNestingDepth(depth)
                .build();
    }

    /// For documents of which nothing is built, however many values they have.
    JsonLimits withAnyValues() {
        return new JsonLimits(depth, Integer.MAX_VALUE, name, number);
    }
}
