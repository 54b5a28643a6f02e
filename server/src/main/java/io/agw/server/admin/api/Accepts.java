package io.agw.server.admin.api;

import io.agw.bundle.model.Kind;
import java.util.Set;

/// What the body of a call may be.
public sealed interface Accepts {
    /// None; one that is sent is ignored.
    record Nothing() implements Accepts {}

    /// Whatever is sent, query included, since nothing of it is read.
    record Anything() implements Accepts {}

    /// A JSON object with some of these members.
    record Members(Set<String> names) implements Accepts {
        public Members {
            names = Set.copyOf(names);
        }

        public static Members of(String... names) {
            return new Members(Set.of(names));
        }
    }

    /// One object of a bundle.
    record BundleObject(Kind kind) implements Accepts {}

    /// The files of a bundle with options.
    record BundleFiles() implements Accepts {}
}
