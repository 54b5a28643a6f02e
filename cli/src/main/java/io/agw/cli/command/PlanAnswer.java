package io.agw.cli.command;

import io.agw.bundle.plan.PlanText;
import io.agw.bundle.problem.Code;
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
        var against = standsAgainst(plan);
        if (against != ExitCode.DONE) {
            return against;
        }
        return detailed && plan.at("/summary/hasChanges").asBoolean(false)
                ? ExitCode.CHANGES
                : ExitCode.DONE;
    }

    /// Why the plan cannot be applied, `DONE` when it can. A conflict with another owner and a
    /// delete that is referred to are problems of the plan too, but nothing is invalid by them.
    public static ExitCode standsAgainst(JsonNode plan) {
        boolean blocked = !plan.path("guards").isEmpty();
        boolean conflict = plan.at("/summary/conflict").asInt(0) > 0;
        for (var error : plan.path("errors")) {
            var code = error.path("code").asString("");
            if (code.equals(Code.OWNERSHIP_CONFLICT.id())) {
                conflict = true;
            } else if (code.equals(Code.DELETE_BLOCKED.id())) {
                blocked = true;
            } else {
                return ExitCode.INVALID;
            }
        }
        if (conflict) {
            return ExitCode.CONFLICT;
        }
        return blocked ? ExitCode.BLOCKED : ExitCode.DONE;
    }
}
