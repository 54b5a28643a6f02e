package io.agw.cli.command.gitops;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// The source that a command is about.
final class SourceName {
    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..1",
            description = "Which; needed when there are several.")
    @Nullable String name;
}
