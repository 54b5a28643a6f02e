package io.agw.cli.command.gitops;

import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Waits until a source is as wanted.
final class Waiting {
    private static final long PAUSE_MILLIS = 250;

    private final Invocation invocation;
    private final Sources sources;
    private final Duration timeout;

    Waiting(Invocation invocation, Sources sources, Duration timeout) {
        this.invocation = invocation;
        this.sources = sources;
        this.timeout = timeout;
    }

    /// The source once it is as wanted.
    ///
    /// @throws CommandFailed `TIMED_OUT`
    JsonNode until(String name, Predicate<JsonNode> wanted) throws InterruptedException {
        var deadline = invocation.shell().clock().instant().plus(timeout);
        try (var _ = invocation.progress("waiting for source " + name)) {
            while (true) {
                var source = sources.one(name);
                if (wanted.test(source)) {
                    return source;
                }
                if (invocation.shell().clock().instant().isAfter(deadline)) {
                    var ready = Condition.ready(source);
                    throw new CommandFailed(
                            ExitCode.TIMED_OUT,
                            "source "
                                    + name
                                    + " is not there after "
                                    + timeout.toSeconds()
                                    + " s (Ready: "
                                    + ready.status()
                                    + " "
                                    + ready.reason()
                                    + ")");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
