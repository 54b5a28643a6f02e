package io.agw.bundle.document;

import io.agw.bundle.problem.Position;
import java.util.Arrays;

/// Where the values of one tree stand, without the tree: 16 bytes for a value, as a bundle's trees
/// would otherwise live as long as the bundle, only to say where a rare problem is. Immutable.
///
/// A value is known by a hash of its JSON pointer. Two pointers of one object with the same 64 bits
/// would show a wrong line, nothing worse.
public final class PlaceIndex {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final String file;
    private long[] pointers = new long[16];
    private int[] lines = new int[16];
    private int[] columns = new int[16];
    private int size;

    private PlaceIndex(String file) {
        this.file = file;
    }

    /// The places of a tree and of everything in it.
    public static PlaceIndex of(Node root) {
        var index = new PlaceIndex(root.at().file());
        index.add(root, FNV_OFFSET);
        index.pointers = Arrays.copyOf(index.pointers, index.size);
        index.lines = Arrays.copyOf(index.lines, index.size);
        index.columns = Arrays.copyOf(index.columns, index.size);
        return index;
    }

    private void add(Node node, long pointer) {
        if (size == pointers.length) {
            pointers = Arrays.copyOf(pointers, 2 * size);
            lines = Arrays.copyOf(lines, 2 * size);
            columns = Arrays.copyOf(columns, 2 * size);
        }
        pointers[size] = pointer;
        lines[size] = node.at().line();
        columns[size] = node.at().column();
        size++;
        switch (node) {
            case Node.Members(var members, _) ->
                    members.forEach(member -> add(member.value(), below(pointer, member.name())));
            case Node.Items(var nodes, _) -> {
                for (int i = 0; i < nodes.size(); i++) {
                    add(nodes.get(i), below(pointer, Integer.toString(i)));
                }
            }
            case Node.Scalar _, Node.Unresolved _ -> {}
        }
    }

    /// The place of the value at a JSON pointer, or of the nearest value around it.
    public Position at(String pointer) {
        int found = 0;
        long hash = FNV_OFFSET;
        for (var segment : pointer.split("/", -1)) {
            if (hash != FNV_OFFSET || !segment.isEmpty()) {
                hash = below(hash, segment.replace("~1", "/").replace("~0", "~"));
            }
            int next = indexOf(hash);
            found = next < 0 ? found : next;
        }
        return new Position(file, lines[found], columns[found]);
    }

    private int indexOf(long pointer) {
        for (int i = 0; i < size; i++) {
            if (pointers[i] == pointer) {
                return i;
            }
        }
        return -1;
    }

    private static long below(long pointer, String segment) {
        long hash = (pointer ^ '/') * FNV_PRIME;
        for (int i = 0; i < segment.length(); i++) {
            hash = (hash ^ segment.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
