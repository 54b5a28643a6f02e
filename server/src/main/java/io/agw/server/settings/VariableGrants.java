package io.agw.server.settings;

import io.agw.bundle.document.Node;
import io.agw.bundle.reference.SourceVariables.Fixed;
import io.agw.bundle.reference.SourceVariables.Grants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads what bundles may refer to: names and globs of the environment, fixed values, files.
final class VariableGrants {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern GLOB = Pattern.compile("[A-Za-z_*?][A-Za-z0-9_*?]*");

    private final Values values;
    private final Path directory;

    VariableGrants(Values values, Path directory) {
        this.values = values;
        this.directory = directory;
    }

    /// What bundles of every source may refer to.
    Grants common() {
        var allowed = new ArrayList<String>();
        var fixed = new HashMap<String, Fixed>();
        for (var text : values.list(Setting.SOURCE_VARS)) {
            int equals = text.indexOf('=');
            var name = equals < 0 ? text : text.substring(0, equals);
            if (!isAllowed(name, equals < 0)) {
                // the value is left out, which may be a secret
                values.problem(
                        Setting.SOURCE_VARS,
                        "\"" + name + "\" (expected: a name or glob, NAME=VALUE or NAME=@FILE)");
            } else if (equals < 0) {
                allowed.add(name);
            } else {
                fixed.put(name, fixed(text.substring(equals + 1)));
            }
        }
        return new Grants(allowed, fixed);
    }

    /// What bundles of one source may refer to, the common ones included.
    Grants of(Members source, Grants common) {
        var allowed = new ArrayList<>(common.allowed());
        var fixed = new HashMap<>(common.fixed());
        if (source.value("vars") instanceof Node.Items(var items, _)) {
            for (int i = 0; i < items.size(); i++) {
                switch (items.get(i)) {
                    case Node.Scalar scalar when isAllowed(scalar.text(), true) ->
                            allowed.add(scalar.text());
                    case Node.Members members ->
                            named(source.nested("vars[" + i + "]", members), fixed);
                    case Node other ->
                            source.wrong(
                                    "vars",
                                    other,
                                    "names or globs, or mappings with name and value or file");
                }
            }
        } else if (source.value("vars") != null) {
            source.problem("vars (expected: a list)");
        }
        return new Grants(List.copyOf(allowed), Map.copyOf(fixed));
    }

    private void named(Members variable, Map<String, Fixed> fixed) {
        var name = variable.text("name").orElse("");
        var value = variable.text("value");
        var file = variable.path("file");
        variable.done();
        if (!isAllowed(name, false) || value.isPresent() == file.isPresent()) {
            variable.problem("name (expected: a name, and either value or file)");
            return;
        }
        value.ifPresent(text -> fixed.put(name, new Fixed.Value(text)));
        file.ifPresent(path -> fixed.put(name, new Fixed.File(path.toString())));
    }

    private Fixed fixed(String text) {
        return text.startsWith("@")
                ? new Fixed.File(directory.resolve(text.substring(1)).normalize().toString())
                : new Fixed.Value(text);
    }

    private static boolean isAllowed(String name, boolean globs) {
        return (globs ? GLOB : NAME).matcher(name).matches();
    }
}
