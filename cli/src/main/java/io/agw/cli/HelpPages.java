package io.agw.cli;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/// How help looks: short synopsis, a command's own options only, 100 columns, no colours; texts are
/// taken as they are, `${…}` and `@file` included.
final class HelpPages {
    private HelpPages() {}

    /// Applies it to a command and all below it.
    static CommandLine on(CommandLine root) {
        root.setExpandAtFiles(false);
        root.setInterpolateVariables(false);
        root.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
        root.setUsageHelpWidth(100);
        all(root).forEach(HelpPages::dress);
        return root;
    }

    /// A command and all below it, in the order of the list.
    static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().distinct().flatMap(HelpPages::all));
    }

    private static void dress(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true).sortOptions(false).sortSynopsis(false);
        if (command.getParent() == null) {
            return;
        }
        usage.footer("", "Options of every command: agwctl --help");
        command.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help ->
                                help.optionListExcludingGroups(
                                        help.commandSpec().options().stream()
                                                .filter(option -> !option.inherited())
                                                .toList()));
    }
}
