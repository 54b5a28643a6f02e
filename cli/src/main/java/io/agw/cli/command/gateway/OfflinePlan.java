package io.agw.cli.command.gateway;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanJson.Unchanged;
import io.agw.bundle.plan.PlanRequest;
import io.agw.bundle.plan.Planner;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.problem.report.ProblemReports;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.Shapes;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Plans against an export instead of a gateway, with the planner that the gateway uses. Everything
/// in the export counts as the owner's; secrets are not compared, since an export holds none.
final class OfflinePlan {
    private final Invocation invocation;

    OfflinePlan(Invocation invocation) {
        this.invocation = invocation;
    }

    /// The plan's JSON form.
    JsonNode against(String export, Input input, PlanningOptions planning, boolean unchanged) {
        var shapes = Shapes.inspect();
        var owner = planning.owner();
        var request =
                new PlanRequest(
                        owner,
                        new PlanRequest.Base(0, "", applied(export, owner)),
                        PlanRequest.Target.of("", desired(input)),
                        planning.options(),
                        null);
        return new PlanJson(shapes, new PlanJson.Tool("agwctl", invocation.version()))
                .write(
                        new Planner(shapes).plan(request),
                        unchanged ? Unchanged.LISTED : Unchanged.COUNTED);
    }

    private static SortedMap<ObjectKey, Declared> desired(Input input) {
        return input.bundle().map(Bundle::objects).orElseGet(TreeMap::new);
    }

    private SortedMap<ObjectKey, AppliedObject> applied(String export, Owner owner) {
        var problems = new Problems();
        var files = BundleFiles.read(invocation.shell(), List.of(export), problems);
        return switch (new BundleLoader().load(files, Variables.none())) {
            case Loaded.Valid(var bundle, _) -> {
                var applied = new TreeMap<ObjectKey, AppliedObject>();
                bundle.objects().forEach((key, object) -> applied.put(key, applied(object, owner)));
                yield applied;
            }
            case Loaded.Invalid(var found) -> {
                invocation.shell().err().print(ProblemReports.text(found));
                throw new CommandFailed(
                        ExitCode.INVALID,
                        "--against "
                                + export
                                + " is no export (expected: a valid bundle, or live)");
            }
        };
    }

    private static AppliedObject applied(Declared object, Owner owner) {
        var place = object.position();
        return new AppliedObject(
                object.canonical(), owner, new Origin(place.file(), place.line(), ""), 0, null);
    }
}
