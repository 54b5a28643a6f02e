package io.agw.reconciler.source.git;

import java.time.Duration;
import java.util.Locale;

/// Where measurements of git traffic go. Called from any thread, must not block or throw.
public interface GitMetrics {
    /// Nobody is interested.
    GitMetrics NONE =
            new GitMetrics() {
                @Override
                public void record(Request request) {}

                @Override
                public void holds(String source, long bytes) {}
            };

    /// Notes one operation on a server, whether it worked or not.
    void record(Request request);

    /// Notes how much a source's repository takes on disk, after each fetch.
    void holds(String source, long bytes);

    /// One operation.
    ///
    /// @param source the source's id
    /// @param host the server's name, empty for a local repository
    /// @param result `ok`, or the word of the failure's reason
    /// @param bytes received over the network; 0 for a local repository
    record Request(
            String source, String host, Operation op, String result, Duration took, long bytes) {}

    /// What was asked for.
    enum Operation {
        /// The newest commit by name.
        RESOLVE,
        /// The objects.
        FETCH;

        /// The value of the label `op`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
