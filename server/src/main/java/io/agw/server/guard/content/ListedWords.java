package io.agw.server.guard.content;

import io.agw.server.guard.finding.Borders;
import io.agw.server.guard.finding.Spotter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words and phrases of a list, as whole words whatever their case, the longest that fits. A space
/// in a phrase stands for any one blank character. Immutable.
final class ListedWords implements Spotter {
    private final Node root = new Node();

    ListedWords(List<String> words) {
        for (var word : words) {
            var node = root;
            for (char c : word.strip().toCharArray()) {
                node = node.next.computeIfAbsent(folded(c), _ -> new Node());
            }
            node.isEnd = true;
        }
    }

    @Override
    public boolean canBegin(char first) {
        return first >= 128 || root.next.containsKey(folded(first));
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        var node = root;
        int end = NONE;
        int i = at;
        while (true) {
            if (i == text.length()) {
                return whole ? (node.isEnd ? i : end) : MORE;
            }
            // a word that ends in a sign ends there, whatever follows
            if (node.isEnd && Borders.isAt(text, i)) {
                end = i;
            }
            var next = node.next.get(folded(text.charAt(i)));
            if (next == null) {
                return end;
            }
            node = next;
            i++;
        }
    }

    private static char folded(char c) {
        return Character.isWhitespace(c) ? ' ' : Character.toLowerCase(Character.toUpperCase(c));
    }

    @Override
    public String label() {
        return "word";
    }

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private boolean isEnd;
    }
}
