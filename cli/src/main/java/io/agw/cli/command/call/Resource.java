package io.agw.cli.command.call;

import io.agw.cli.output.Column;
import java.util.ArrayList;
import java.util.List;

/// A kind of object under its path, and the calls that every kind has.
///
/// @param name of the group of commands
/// @param noun what one of them is called in help
/// @param address template of what identifies an object below the path
/// @param filters of the listing
/// @param columns of the listing
record Resource(
        String name,
        String noun,
        String description,
        String path,
        String address,
        List<Parameter> filters,
        List<Column> columns) {
    Resource {
        filters = List.copyOf(filters);
        columns = List.copyOf(columns);
    }

    Resource(String name, String noun, String description, String path, Column... columns) {
        this(name, noun, description, path, "/{ID}", List.of(), List.of(columns));
    }

    Resource addressedBy(String template) {
        return new Resource(name, noun, description, path, template, filters, columns);
    }

    Resource filter(String option, String member, String says) {
        var more = new ArrayList<>(filters);
        more.add(new Parameter(option, Parameter.Place.QUERY, member, false, says));
        return new Resource(name, noun, description, path, address, more, columns);
    }

    List<ApiCall> calls() {
        var list =
                ApiCall.get("list", "List " + plural() + ".", path)
                        .table("items", columns.toArray(new Column[0]));
        for (var filter : filters) {
            list = list.query(filter.label(), filter.member(), filter.description());
        }
        return List.of(
                list,
                ApiCall.get("get", "Show one " + noun + ".", path + address).columns(columns),
                forcible(ApiCall.delete("delete", "Delete one " + noun + ".", path + address)),
                forcible(
                        ApiCall.post(
                                        "enable",
                                        "Enable one " + noun + ".",
                                        path + address + "/enable")
                                .columns(columns)),
                forcible(
                        ApiCall.post(
                                        "disable",
                                        "Disable one " + noun + ".",
                                        path + address + "/disable")
                                .columns(columns)));
    }

    private String plural() {
        return noun.replaceFirst("(?<![aeiou])y$", "ie") + "s";
    }

    static ApiCall forcible(ApiCall call) {
        return call.flag("--force", "force", "Even if a source owns it; needs --reason.")
                .query("--reason", "reason", "Why, for the audit log.");
    }
}
