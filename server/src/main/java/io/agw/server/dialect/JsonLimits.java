package io.agw.server.dialect;

/// What a document may cost.
///
/// @param depth most arrays and objects within each other, 64 at most
/// @param tokens most names and values
/// @param name most bytes of a member's name
/// @param number most bytes of a number
public record JsonLimits(int depth, int tokens, int name, int number) {
    public JsonLimits {
        if (depth < 1 || depth > 64) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: 1 to 64)");
        }
    }

    public static JsonLimits defaults() {
        return new JsonLimits(64, 200_000, 256, 100);
    }
}
