package io.agw.server.guard.flow;

/// A part of a text, or the end of one of its pieces.
///
/// @param slot number of the piece; {@link #NOWHERE} for what stands between pieces
/// @param text empty for an end
/// @param isEnd whether the piece has no more
public record Item(int slot, String text, boolean isEnd) {
    /// Of characters that nobody sends, such as those that part two texts that are read as one.
    public static final int NOWHERE = -1;

    public static Item text(int slot, String text) {
        return new Item(slot, text, false);
    }

    public static Item end(int slot) {
        return new Item(slot, "", true);
    }
}
