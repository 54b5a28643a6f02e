package io.agw.server.dialect.shape;

import tools.jackson.databind.JsonNode;

/// Counts what a reader of an answer keeps of one event for a later one, and has not told yet. It
/// only grows: what is told at last is kept again by those who are told. Of one answer; not
/// thread-safe.
public final class Kept {
    /// What a value of a tree takes besides its characters.
    private static final int VALUE = 32;

    private long characters;

    /// So far.
    public long characters() {
        return characters;
    }

    /// @return the text, for whoever keeps it
    public String text(String text) {
        characters += text.length();
        return text;
    }

    /// @return the tree, for whoever keeps it
    public JsonNode tree(JsonNode tree) {
        characters += of(tree);
        return tree;
    }

    private static long of(JsonNode tree) {
        long sum = VALUE;
        if (tree.isString()) {
            return sum + tree.stringValue().length();
        }
        if (tree.isObject()) {
            for (var member : tree.properties()) {
                sum += member.getKey().length() + of(member.getValue());
            }
            return sum;
        }
        for (var element : tree) {
            sum += of(element);
        }
        return sum;
    }
}
