package io.agw.bundle.document;

import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds the tree of one document from begin, value and end events, under the limits.
///
/// Nesting lives in a list of open collections and not on the call stack, so depth is counted and
/// never overflows. Values under a mapping come as key, value, key, value.
final class TreeBuilder {
    private static final int LONGEST_NUMBER = 100;

    private final ReadLimits limits;
    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;
    private int aliases;
    private @Nullable Node root;

    TreeBuilder(ReadLimits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    void beginItems(@Nullable String anchor, Position at) {
        begin(new Open(null, anchor, at, nodes));
    }

    void beginMembers(@Nullable String anchor, Position at) {
        begin(new Open(new HashMap<>(), anchor, at, nodes));
    }

    private void begin(Open collection) {
        if (open.size() >= limits.depth()) {
            throw new Unreadable(
                    Code.LIMIT_EXCEEDED,
                    collection.at,
                    "nested deeper than " + limits.depth() + " levels");
        }
        count(1, collection.at);
        if (collection.anchor != null) {
            anchors.put(collection.anchor, new Anchored(null, 0));
        }
        open.push(collection);
    }

    void end() {
        var closed = open.pop();
        var node = closed.node();
        if (closed.anchor != null) {
            anchors.put(closed.anchor, new Anchored(node, nodes - closed.nodesBefore));
        }
        add(node);
    }

    void scalar(Scalar scalar, @Nullable String anchor) {
        count(1, scalar.at());
        refuseOddScalars(scalar);
        if (anchor != null) {
            anchors.put(anchor, new Anchored(scalar, 1));
        }
        add(scalar);
    }

    void alias(String name, Position at) {
        var anchored = anchors.get(name);
        if (anchored == null) {
            throw new Unreadable(
                    Code.YAML_SYNTAX, at, "alias *" + name + " (expected: an anchor above it)");
        }
        var node = anchored.node;
        if (node == null) {
            throw new Unreadable(
                    Code.YAML_SYNTAX, at, "alias *" + name + " stands inside its own anchor");
        }
        if (++aliases > limits.aliases()) {
            throw new Unreadable(
                    Code.LIMIT_EXCEEDED, at, "more than " + limits.aliases() + " aliases");
        }
        count(anchored.weight, at);
        add(node);
    }

    /// The finished tree, or null when there was no event.
    @Nullable Node finish() {
        return root;
    }

    private void count(int more, Position at) {
        nodes += more;
        if (nodes > limits.nodes()) {
            throw new Unreadable(
                    Code.LIMIT_EXCEEDED,
                    at,
                    "more than %,d values, aliases expanded".formatted(limits.nodes()));
        }
    }

    private static void refuseOddScalars(Scalar scalar) {
        var text = scalar.text();
        switch (scalar.type()) {
            case INTEGER, FLOAT -> {
                if (text.length() > LONGEST_NUMBER) {
                    throw new Unreadable(
                            Code.LIMIT_EXCEEDED,
                            scalar.at(),
                            "number of " + text.length() + " characters (expected: at most 100)",
                            "put quotes around text that looks like a number");
                }
            }
            case STRING -> {
                if (text.indexOf('\0') >= 0 || hasLoneSurrogate(text)) {
                    throw new Unreadable(
                            Code.NOT_UTF8,
                            scalar.at(),
                            "string with an escaped NUL or half a surrogate pair (expected: text)");
                }
            }
            case BOOLEAN, NULL -> {}
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(
                        text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private void add(Node node) {
        var parent = open.peek();
        if (parent == null) {
            root = node;
        } else {
            parent.add(node, problems);
        }
    }

    /// A finished or, without node, a still open anchored value. `weight` counts its nodes.
    private record Anchored(@Nullable Node node, int weight) {}

    /// A collection whose end has not come yet.
    private static final class Open {
        private final @Nullable Map<String, Position> keys;
        private final @Nullable String anchor;
        private final Position at;
        private final int nodesBefore;
        private final List<Node> items = new ArrayList<>();
        private final List<Node.Member> members = new ArrayList<>();
        private @Nullable Node key;

        Open(
                @Nullable Map<String, Position> keys,
                @Nullable String anchor,
                Position at,
                int nodesBefore) {
            this.keys = keys;
            this.anchor = anchor;
            this.at = at;
            this.nodesBefore = nodesBefore;
        }

        Node node() {
            return keys == null ? new Node.Items(items, at) : new Node.Members(members, at);
        }

        void add(Node node, Problems problems) {
            if (keys == null) {
                items.add(node);
                return;
            }
            if (key == null) {
                key = node;
                return;
            }
            addMember(keys, key, node, problems);
            key = null;
        }

        private void addMember(
                Map<String, Position> seen, Node name, Node value, Problems problems) {
            if (!(name instanceof Scalar(var text, var type, _, _, var place))
                    || type != Scalar.Type.STRING) {
                problems.error(
                        Code.YAML_SYNTAX,
                        name.at(),
                        "key is " + name.describe() + " (expected: a string)",
                        name instanceof Scalar ? "put quotes around the key" : null);
                return;
            }
            var first = seen.putIfAbsent(text, place);
            if (first == null) {
                members.add(new Node.Member(text, value, place));
                return;
            }
            problems.error(
                    Code.DUPLICATE_KEY,
                    place,
                    text + ": stands twice in one mapping (expected: once)",
                    "first at " + first);
        }
    }
}
