package io.agw.cli.command.call;

import io.agw.cli.command.call.Parameter.Place;
import io.agw.cli.output.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One call of the Admin API as a command. Immutable; each method answers a changed copy.
///
/// @param name of the command
/// @param path a template; its `{LABEL}`s are the command's first arguments
/// @param parameters in order, those of the path first
/// @param items the answer's member that is listed; empty: the answer is one object
/// @param columns of the listing, or of the object where a table is asked for
record ApiCall(
        String name,
        String description,
        String method,
        String path,
        List<Parameter> parameters,
        String items,
        List<Column> columns) {
    private static final Pattern LABEL = Pattern.compile("\\{([A-Z]+)}");

    ApiCall {
        parameters = List.copyOf(parameters);
        columns = List.copyOf(columns);
    }

    static ApiCall get(String name, String description, String path) {
        return of(name, description, "GET", path);
    }

    static ApiCall post(String name, String description, String path) {
        return of(name, description, "POST", path);
    }

    static ApiCall delete(String name, String description, String path) {
        return of(name, description, "DELETE", path);
    }

    private static ApiCall of(String name, String description, String method, String path) {
        var parameters =
                LABEL.matcher(path)
                        .results()
                        .map(match -> argument(match.group(1), Place.PATH, match.group(1), ""))
                        .toList();
        return new ApiCall(name, description, method, path, parameters, "", List.of());
    }

    /// An optional option that becomes a query parameter.
    ApiCall query(String option, String parameter, String says) {
        return with(new Parameter(option, Place.QUERY, parameter, false, says));
    }

    /// An option without a value that becomes `parameter=true`.
    ApiCall flag(String option, String parameter, String says) {
        return with(new Parameter(option, Place.QUERY_FLAG, parameter, false, says));
    }

    /// An argument that becomes a string member of the body.
    ApiCall body(String label, String member, String says) {
        return with(argument(label, Place.BODY, member, says));
    }

    /// An option that becomes a string member of the body.
    ApiCall bodyOption(String option, String member, boolean required, String says) {
        return with(new Parameter(option, Place.BODY, member, required, says));
    }

    /// An optional option whose JSON object becomes a member of the body.
    ApiCall json(String option, String member, String says) {
        return with(new Parameter(option, Place.BODY_JSON, member, false, says));
    }

    /// The answer's member is a listing.
    ApiCall table(String member, Column... shown) {
        return new ApiCall(name, description, method, path, parameters, member, List.of(shown));
    }

    /// The answer is one object, which has these columns as a table.
    ApiCall columns(List<Column> shown) {
        return new ApiCall(name, description, method, path, parameters, "", shown);
    }

    boolean hasBody() {
        return parameters.stream()
                .anyMatch(parameter ->
                        parameter.place() == Place.BODY || parameter.place() == Place.BODY_JSON);
    }

    private ApiCall with(Parameter parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new ApiCall(name, description, method, path, more, items, columns);
    }

    private static Parameter argument(String label, Place place, String member, String says) {
        return new Parameter(label, place, member, true, says);
    }
}
