package io.agw.bundle.validate;

import io.agw.bundle.model.AcpAgentType;
import io.agw.bundle.model.AcpService;
import java.util.List;
import java.util.regex.Pattern;

/// Agents that the gateway starts: where they work and by which program.
///
/// Paths are looked at as text: whether they exist, and where links lead, is for the machine that
/// starts the agent.
final class AcpRules {
    private static final String ADAPTER = "codex-acp";
    private static final Pattern ABSOLUTE = Pattern.compile("/[^\\x00]*");

    private AcpRules() {}

    static void check(AcpService service, Report report) {
        boolean sound = absolute(service.cwd(), "/cwd", report);
        for (int i = 0; i < service.allowedRoots().size(); i++) {
            sound &= absolute(service.allowedRoots().get(i), "/allowed_roots/" + i, report);
        }
        if (sound && !isUnder(service.cwd(), service.allowedRoots())) {
            report.invalid("/cwd", service.cwd(), "a directory under one of allowed_roots");
        }
        Environments.check(service.env(), report);
        codex(service, report);
    }

    private static boolean absolute(String path, String pointer, Report report) {
        boolean plain =
                ABSOLUTE.matcher(path).matches()
                        && List.of(path.split("/", -1)).stream()
                                .noneMatch(segment -> segment.equals(".."));
        if (!plain) {
            report.invalid(pointer, path, "an absolute path without ..");
        }
        return plain;
    }

    private static boolean isUnder(String directory, List<String> roots) {
        var inside = cleaned(directory);
        return roots.isEmpty()
                || roots.stream().map(AcpRules::cleaned).anyMatch(inside::startsWith);
    }

    /// The path with one `/` between segments and one at the end.
    private static String cleaned(String path) {
        return (path + "/").replaceAll("/(\\./)+", "/").replaceAll("/+", "/");
    }

    private static void codex(AcpService service, Report report) {
        var codex = service.codex();
        if (codex == null) {
            return;
        }
        if (service.agentType() != AcpAgentType.CODEX) {
            report.inert("/codex", "with another agent_type than codex");
        }
        var program = codex.adapterCommand();
        if (!program.substring(program.lastIndexOf('/') + 1).equals(ADAPTER)) {
            report.invalid(
                    "/codex/adapter_command", program, "a program whose file name is " + ADAPTER);
        }
    }
}
