package io.agw.cli.command.call;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.command.call.Parameter.Place;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.output.Printer;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs an {@link ApiCall}.
final class ApiCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final ApiCall call;
    private final CommandSpec spec;

    private ApiCommand(Invocation invocation, ApiCall call) {
        this.invocation = invocation;
        this.call = call;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(call.name());
    }

    static CommandLine of(Invocation invocation, ApiCall call) {
        var spec = new ApiCommand(invocation, call).spec;
        spec.usageMessage().description(call.description());
        int index = 0;
        for (var parameter : call.parameters()) {
            if (parameter.isOption()) {
                spec.addOption(option(parameter));
            } else {
                spec.addPositional(argument(parameter, index++));
            }
        }
        return new CommandLine(spec);
    }

    private static OptionSpec option(Parameter parameter) {
        var option =
                OptionSpec.builder(parameter.label())
                        .description(parameter.description())
                        .required(parameter.required());
        if (parameter.place() == Place.QUERY_FLAG) {
            return option.type(boolean.class).build();
        }
        var label =
                parameter.place() == Place.BODY_JSON
                        ? "JSON"
                        : parameter.label().substring(parameter.label().lastIndexOf('-') + 1);
        return option.type(String.class)
                .paramLabel(label.toUpperCase(java.util.Locale.ROOT))
                .build();
    }

    private static PositionalParamSpec argument(Parameter parameter, int index) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(index))
                .arity("1")
                .required(true)
                .paramLabel(parameter.label())
                .description(parameter.description())
                .type(String.class)
                .build();
    }

    @Override
    public Integer call() {
        var printer = invocation.printer(call.items().isEmpty() ? Format.JSON : Format.TABLE);
        var answer = invocation.admin().call(call.method(), path(), call.hasBody() ? body() : null);
        print(printer, answer);
        return ExitCode.DONE.code();
    }

    private void print(Printer printer, JsonNode answer) {
        if (call.items().isEmpty()) {
            printer.single(call.columns(), answer);
            return;
        }
        printer.list(call.columns(), answer.path(call.items()));
        var cursor = answer.path("next_cursor").asString("");
        if (!cursor.isEmpty()) {
            invocation.note("next cursor: " + cursor);
        }
    }

    private String path() {
        var path = call.path();
        var query = new LinkedHashMap<String, String>();
        for (var given : given().entrySet()) {
            var parameter = given.getKey();
            switch (parameter.place()) {
                case PATH ->
                        path =
                                path.replace(
                                        "/{" + parameter.label() + "}",
                                        AdminClient.path("", given.getValue()));
                case QUERY, QUERY_FLAG -> query.put(parameter.member(), given.getValue());
                case BODY, BODY_JSON -> {}
            }
        }
        return path + AdminClient.query(query);
    }

    private ObjectNode body() {
        var body = Json.object();
        for (var given : given().entrySet()) {
            var parameter = given.getKey();
            switch (parameter.place()) {
                case BODY -> body.put(parameter.member(), given.getValue());
                case BODY_JSON -> body.set(parameter.member(), json(parameter, given.getValue()));
                case PATH, QUERY, QUERY_FLAG -> {}
            }
        }
        return body;
    }

    private static JsonNode json(Parameter parameter, String text) {
        try {
            var value = Json.read(text);
            if (value.isObject()) {
                return value;
            }
        } catch (JacksonException _) {
            // Said below, without the text, which may hold anything.
        }
        throw new CommandFailed(
                ExitCode.USAGE, parameter.label() + " is malformed (expected: a JSON object)");
    }

    /// The values on the command line, in the table's order.
    private Map<Parameter, String> given() {
        var values = new LinkedHashMap<Parameter, String>();
        int index = 0;
        List<PositionalParamSpec> arguments = spec.positionalParameters();
        for (var parameter : call.parameters()) {
            @Nullable Object value =
                    parameter.isOption()
                            ? spec.findOption(parameter.label()).getValue()
                            : arguments.get(index++).getValue();
            if (value != null && !value.equals(false)) {
                values.put(parameter, value.toString());
            }
        }
        return values;
    }
}
