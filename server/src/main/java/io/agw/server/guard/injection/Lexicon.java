package io.agw.server.guard.injection;

import io.agw.server.guard.letters.Letters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// The words that matter, as a tree of letters: a word is looked up while it is read, without
/// keeping it. Immutable.
final class Lexicon {
    static final int ROOT = 0;

    /// Where no known word goes on.
    static final int DEAD = -1;

    private final Map<WordSet, Meaning> marks = new EnumMap<>(WordSet.class);
    private final long[] edges;
    private final Meaning[] ends;
    private final Meaning[] stems;

    Lexicon(List<Rule> rules) {
        var tree = new Tree();
        for (var set : WordSet.values()) {
            for (var word : set.words.isEmpty() ? new String[0] : set.words.split(" ", -1)) {
                tree.add(word, set);
            }
            marks.put(set, Meaning.of(EnumSet.of(set), rules));
        }
        this.edges = tree.edges;
        this.ends = new Meaning[tree.nodes.size()];
        this.stems = new Meaning[tree.nodes.size()];
        for (int i = 0; i < ends.length; i++) {
            var node = tree.nodes.get(i);
            node.stem().addAll(tree.nodes.get(node.parent()).stem());
            stems[i] = Meaning.of(node.stem(), rules);
            var all = EnumSet.copyOf(node.stem());
            all.addAll(node.end());
            ends[i] = Meaning.of(all, rules);
        }
    }

    /// Where a letter leads from a node of the tree, or DEAD.
    int next(int node, char letter) {
        return node == DEAD ? DEAD : find(edges, node, letter);
    }

    /// What a word means that ends at a node.
    Meaning end(int node) {
        return ends[node];
    }

    /// What a word means that goes on from a node as no known word does.
    Meaning stem(int node) {
        return stems[node];
    }

    /// What a mark between words means.
    Meaning mark(WordSet set) {
        return marks.getOrDefault(set, Meaning.NONE);
    }

    /// An edge is, from high bits to low, a node, a letter and the node that it leads to.
    private static int find(long[] edges, int node, char letter) {
        long key = ((long) node << 16) | letter;
        for (int at = slot(key, edges.length); edges[at] != 0; at = (at + 1) & (edges.length - 1)) {
            if (edges[at] >>> 24 == key) {
                return (int) (edges[at] & 0xFFFFFF);
            }
        }
        return DEAD;
    }

    private static int slot(long key, int size) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & (size - 1);
    }

    /// What it takes to build the tree.
    private static final class Tree {
        private final List<Node> nodes = new ArrayList<>(List.of(Node.below(ROOT)));
        private long[] edges = new long[1 << 10];

        void add(String word, WordSet set) {
            boolean stem = word.endsWith("*");
            int node = ROOT;
            for (int i = 0; i < word.length() - (stem ? 1 : 0); i++) {
                char letter = Letters.of(word.charAt(i));
                int next = find(edges, node, letter);
                node = next == DEAD ? grow(node, letter) : next;
            }
            (stem ? nodes.get(node).stem() : nodes.get(node).end()).add(set);
        }

        private int grow(int from, char letter) {
            if (2 * nodes.size() >= edges.length) {
                var old = edges;
                edges = new long[2 * old.length];
                Arrays.stream(old).filter(edge -> edge != 0).forEach(this::put);
            }
            put(((((long) from << 16) | letter) << 24) | nodes.size());
            nodes.add(Node.below(from));
            return nodes.size() - 1;
        }

        private void put(long edge) {
            int at = slot(edge >>> 24, edges.length);
            while (edges[at] != 0) {
                at = (at + 1) & (edges.length - 1);
            }
            edges[at] = edge;
        }
    }

    /// @param parent the node before it, whose number is lower
    /// @param end sets of the word that ends here
    /// @param stem sets of words that begin so
    private record Node(int parent, EnumSet<WordSet> end, EnumSet<WordSet> stem) {
        static Node below(int parent) {
            var none = EnumSet.noneOf(WordSet.class);
            return new Node(parent, EnumSet.copyOf(none), none);
        }
    }
}
