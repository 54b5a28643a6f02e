package io.agw.cli.command.gateway;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanJson.Unchanged;
import io.agw.bundle.plan.PlanRequest;
import io.agw.bundle.plan.Planner;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.problem.report.ProblemReports;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.validate.CandidateCheck;
import io.agw.bundle.validate.OfflineCheck.Strictness;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Plans against an export instead of a gateway, with the planner that the gateway uses. Everything
/// in the export counts as the owner's; secrets are not compared, since an export holds none.
/// References are looked after in what export and bundle come to together.
final class OfflinePlan {
    private final Invocation invocation;

    OfflinePlan(Invocation invocation) {
        this.invocation = invocation;
    }

    /// The plan's JSON form.
    JsonNode against(String export, Input input, PlanningOptions planning, DiffShown shown) {
        var shapes = Shapes.KINDS;
        var owner = planning.owner();
        var held = held(export);
        var applied = new TreeMap<ObjectKey, AppliedObject>();
        held.forEach((key, object) -> applied.put(key, applied(object, owner)));
        var desired = input.bundle().map(Bundle::objects).orElseGet(TreeMap::new);
        var plan =
                new Planner(shapes)
                        .plan(
                                new PlanRequest(
                                        owner,
                                        new PlanRequest.Base(0, "", applied),
                                        PlanRequest.Target.of("", desired),
                                        planning.options(),
                                        null));
        var check =
                new CandidateCheck(
                        shapes,
                        invocation.shell().clock(),
                        shown.strict() ? Strictness.STRICT : Strictness.LENIENT);
        return new PlanJson(shapes, new PlanJson.Tool("agwctl", invocation.version()))
                .write(
                        plan.with(check.check(plan, candidate(held, desired, plan), applied)),
                        shown.unchanged() ? Unchanged.LISTED : Unchanged.COUNTED);
    }

    /// @param strict whether a reference that leads out of bundle and export is an error
    /// @param unchanged whether unchanged objects are listed
    record DiffShown(boolean strict, boolean unchanged) {}

    private static SortedMap<ObjectKey, BundleObject> candidate(
            SortedMap<ObjectKey, Declared> held,
            SortedMap<ObjectKey, Declared> desired,
            Plan plan) {
        var candidate = new TreeMap<ObjectKey, BundleObject>();
        held.forEach((key, object) -> candidate.put(key, object.object()));
        desired.forEach((key, object) -> candidate.put(key, object.object()));
        for (var change : plan.changes()) {
            if (change instanceof Change.Delete(var object)) {
                candidate.remove(object.key());
            }
        }
        return candidate;
    }

    private SortedMap<ObjectKey, Declared> held(String export) {
        var problems = new Problems();
        var files = BundleFiles.read(invocation.shell(), List.of(export), problems);
        if (files.stream().allMatch(file -> file.bytes().length == 0)) {
            throw new CommandFailed(
                    ExitCode.INVALID, "--against " + export + " is empty (expected: an export)");
        }
        return switch (new BundleLoader().load(files, Variables.none())) {
            case Loaded.Valid(var bundle, _) -> bundle.objects();
            case Loaded.Invalid(_, var found) -> {
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
