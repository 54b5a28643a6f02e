package io.agw.cli.command;

import io.agw.bundle.plan.PlanText;
import io.agw.cli.output.Format;
import io.agw.cli.shell.ExitCode;
import tools.jackson.databind.JsonNode;

/// Prints a plan and says what the command ends with.
public final class PlanAnswer {
    private final Invocation invocation;

    public PlanAnswer(Invocation invocation) {
        this.invocation = invocation;
    }

    /// @param detailed whether changes have an exit code of their own
    public ExitCode print(JsonNode plan, boolean detailed) {
        var printer = invocation.printer();
        if (printer.format() == Format.TABLE) {
            printer.text(PlanText.of(plan, printer.style()));
        } else {
            printer.tree(plan);
        }
        return exitCode(plan, detailed);
    }

    /// What stands against applying the plan comes before what it changes.
    static ExitCode exitCode(JsonNode plan, boolean detailed) {
        if (!plan.path("errors").isEmpty()) {
            return ExitCode.INVALID;
        }
        if (plan.at("/summary/conflict").asInt(0) > 0) {
            return ExitCode.CONFLICT;
        }
        if (!plan.path("guards").isEmpty()) {
            return ExitCode.BLOCKED;
        }
        return detailed && plan.at("/summary/hasChanges").asBoolean(false)
                ? ExitCode.CHANGES
                : ExitCode.DONE;
    }
}
