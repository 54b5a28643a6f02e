package io.agw.bundle.document;

import io.agw.bundle.problem.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a document together with the place where it stands. Immutable.
public sealed interface Node {
    Position at();

    /// What the value is called in a message: `a string`, `a number`, `a list`, …
    String describe();

    /// A string, number, boolean or null as written.
    ///
    /// @param text the scalar's text after YAML or JSON unescaping
    /// @param type what YAML 1.2's core schema (or JSON) says it is
    record Scalar(String text, Type type, Position at) implements Node {
        /// A scalar's type. A quoted scalar is always `STRING`.
        public enum Type {
            STRING,
            INTEGER,
            FLOAT,
            BOOLEAN,
            NULL
        }

        @Override
        public String describe() {
            return switch (type) {
                case STRING -> "a string";
                case INTEGER, FLOAT -> "a number";
                case BOOLEAN -> "a boolean";
                case NULL -> "null";
            };
        }
    }

    /// An ordered list.
    record Items(List<Node> nodes, Position at) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /// A mapping in document order. Keys are unique: a duplicate was reported and dropped.
    record Members(List<Member> members, Position at) implements Node {
        public Members {
            members = List.copyOf(members);
        }

        /// The value under a key, or null when there is none.
        public @Nullable Node get(String name) {
            for (var member : members) {
                if (member.name().equals(name)) {
                    return member.value();
                }
            }
            return null;
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /// One key of a mapping; `at` is the key's place, the value has its own.
    record Member(String name, Node value, Position at) {}
}
