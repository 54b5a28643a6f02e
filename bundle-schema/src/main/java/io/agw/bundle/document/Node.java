package io.agw.bundle.document;

import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a document together with the place where it stands. Immutable, so that an alias is
/// the anchored value itself.
public sealed interface Node {
    Position at();

    /// What the value is called in a message: `a string`, `a number`, `a list`, …
    String describe();

    /// A string, number, boolean or null.
    ///
    /// @param text the scalar's text after YAML or JSON unescaping, references resolved
    /// @param type what YAML 1.2's core schema (or JSON) says it is
    /// @param plain whether it stood without quotes, so that its text decides its type
    /// @param written the text before its references were resolved; null when it held none
    record Scalar(String text, Type type, boolean plain, @Nullable String written, Position at)
            implements Node {
        /// A scalar's type. A quoted scalar is always `STRING`.
        public enum Type {
            STRING,
            INTEGER,
            FLOAT,
            BOOLEAN,
            NULL
        }

        /// A scalar of a known type, as JSON has them.
        public Scalar(String text, Type type, Position at) {
            this(text, type, false, null, at);
        }

        /// A string, whatever its text looks like.
        public static Scalar quoted(String text, Position at) {
            return new Scalar(text, Type.STRING, at);
        }

        /// An unquoted YAML scalar, typed by the core schema.
        public static Scalar plain(String text, Position at) {
            return new Scalar(text, CoreSchema.typeOf(text), true, null, at);
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

    /// A scalar with a reference that nothing here resolves. The member that it stands in decides
    /// what that means: in a secret an export's placeholder is "keep", anywhere else the problems
    /// are reported.
    ///
    /// @param written the scalar's text as it stood
    /// @param problems what is wrong with its references, at least one
    record Unresolved(String written, List<Problem> problems, Position at) implements Node {
        public Unresolved {
            problems = List.copyOf(problems);
        }

        @Override
        public String describe() {
            return "an unresolved reference";
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
