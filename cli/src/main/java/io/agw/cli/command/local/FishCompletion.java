package io.agw.cli.command.local;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// A completion script for fish: one `complete` line for each command and option, shown where the
/// words before it are exactly the command's path.
final class FishCompletion {
    private static final String PATH_FUNCTION =
            """
            function __agwctl_at
                set -l words (commandline -opc)
                set -e words[1]
                set -l path
                for word in $words
                    if not string match -q -- '-*' $word
                        set -a path $word
                    end
                end
                test "$path[1..(count $argv)]" = "$argv"
                and test (count $path) -eq (count $argv)
            end
            complete -c agwctl -f
            """;

    private FishCompletion() {}

    static String script(CommandLine root) {
        var lines = new ArrayList<String>();
        add(root, "", lines);
        return PATH_FUNCTION + String.join("\n", lines) + "\n";
    }

    private static void add(CommandLine command, String path, List<String> lines) {
        var here = "complete -c agwctl -n '__agwctl_at" + path + "'";
        for (var entry : command.getSubcommands().entrySet()) {
            lines.add(here + " -a " + entry.getKey() + described(entry.getValue()));
        }
        for (var option : command.getCommandSpec().options()) {
            if (!option.inherited()) {
                lines.add(
                        (path.isEmpty() ? "complete -c agwctl" : here)
                                + names(option)
                                + described(option));
            }
        }
        command.getSubcommands().forEach((name, sub) -> add(sub, path + " " + name, lines));
    }

    private static String names(OptionSpec option) {
        var names = new StringBuilder();
        for (var name : option.names()) {
            names.append(
                    name.startsWith("--")
                            ? " -l " + name.substring(2)
                            : " -s " + name.substring(1));
        }
        return names + (option.arity().max() > 0 ? " -r" : "");
    }

    private static String described(CommandLine command) {
        return quoted(command.getCommandSpec().usageMessage().description());
    }

    private static String described(OptionSpec option) {
        return quoted(option.description());
    }

    private static String quoted(String[] description) {
        var first = description.length == 0 ? "" : description[0];
        return first.isEmpty()
                ? ""
                : " -d '" + first.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
