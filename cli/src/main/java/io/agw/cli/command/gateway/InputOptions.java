package io.agw.cli.command.gateway;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which bundle, and what it may refer to.
final class InputOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "PATH",
            description = "File, folder or - for standard input; repeatable.")
    List<String> files = new ArrayList<>();

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "Variable that the bundle may refer to; counts before the environment.")
    List<String> variables = new ArrayList<>();

    @Option(
            names = "--file-root",
            paramLabel = "DIR",
            description =
                    "Folder of the files that a bundle may refer to (default: the current one).")
    @Nullable String fileRoot;

    @Option(names = "--strict", description = "Warnings are errors.")
    boolean strict;
}
