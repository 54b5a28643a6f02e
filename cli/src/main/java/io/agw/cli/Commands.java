package io.agw.cli;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import io.agw.cli.command.call.Resources;
import io.agw.cli.command.chat.ChatCommands;
import io.agw.cli.command.gateway.GatewayCommands;
import io.agw.cli.command.gitops.GitopsCommands;
import io.agw.cli.command.local.LocalCommands;
import io.agw.cli.command.signin.CliAuthCommands;
import io.agw.cli.command.subject.SubjectCommands;
import io.agw.cli.command.trace.TraceCommands;
import io.agw.cli.command.usage.UsageCommands;
import io.agw.cli.shell.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The list of all commands.
final class Commands {
    private Commands() {}

    /// The command line as the parser sees it.
    static CommandLine tree(Invocation invocation) {
        var root =
                CommandSpec.create()
                        .name("agwctl")
                        .addMixin("global", CommandSpec.forAnnotatedObject(invocation.options()))
                        .addOption(
                                OptionSpec.builder("-V", "--version")
                                        .versionHelp(true)
                                        .description("Print the version.")
                                        .build())
                        .versionProvider(() -> new String[] {Version.line()});
        root.usageMessage()
                .description("The command line of Agent Gateway.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        var tree = new CommandLine(root);
        for (var command : commands(invocation)) {
            tree.addSubcommand(command.getCommandName(), command);
        }
        return HelpPages.on(tree);
    }

    private static List<CommandLine> commands(Invocation invocation) {
        var gateway = new ArrayList<>(GatewayCommands.list(invocation));
        gateway.addAll(Resources.groups(invocation));
        var commands = new ArrayList<CommandLine>();
        commands.add(Groups.of("gateway", "Bundles and objects of a gateway.", gateway));
        commands.add(GitopsCommands.group(invocation));
        commands.add(TraceCommands.group(invocation));
        commands.addAll(SubjectCommands.list(invocation));
        commands.addAll(UsageCommands.list(invocation));
        commands.addAll(ChatCommands.list(invocation));
        commands.addAll(LocalCommands.list(invocation));
        commands.addAll(CliAuthCommands.list(invocation));
        return commands;
    }

    private static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            codes.put(String.valueOf(code.code()), code.meaning());
        }
        return codes;
    }
}
