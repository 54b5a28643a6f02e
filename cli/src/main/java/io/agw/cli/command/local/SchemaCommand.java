package io.agw.cli.command.local;

import io.agw.bundle.model.Kind;
import io.agw.bundle.schema.BundleSchema;
import io.agw.bundle.shape.Shapes;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "schema",
        description = "Print the JSON Schema of a bundle, or of one kind of object, for an editor.")
final class SchemaCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            paramLabel = "KIND",
            arity = "0..1",
            description = "Kind of object, such as provider or llm_route.")
    @Nullable String kind;

    SchemaCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var schema = new BundleSchema(Shapes.KINDS);
        invocation.printer().tree(kind == null ? schema.bundle() : schema.object(kind(kind)));
        return ExitCode.DONE.code();
    }

    private static Kind kind(String word) {
        return Kind.ofWord(word.replace('-', '_'))
                .or(() -> Kind.ofSection(word))
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.USAGE,
                                "schema "
                                        + word
                                        + " (expected: one of "
                                        + Arrays.stream(Kind.values())
                                                .map(Kind::word)
                                                .collect(Collectors.joining(", "))
                                        + ")"));
    }
}
