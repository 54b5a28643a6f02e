package io.agw.bundle.validate;

import io.agw.bundle.model.AccessNames;
import io.agw.bundle.model.AccessPolicy;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.problem.Code;
import java.util.List;

/// Access policies, each by itself.
final class AccessRules {
    private AccessRules() {}

    static void check(AccessPolicy policy, Report report) {
        var subjects = policy.subjects();
        if (subjects.isNobody()) {
            report.missing(
                    "/subjects",
                    "one of virtual_key_ids, agent_ids, team_ids, orgs, users and tags at least");
        }
        report.patterns("/subjects/virtual_key_ids/", subjects.virtualKeyIds());
        report.patterns("/subjects/agent_ids/", subjects.agentIds());
        report.patterns("/subjects/team_ids/", subjects.teamIds());
        report.patterns("/subjects/orgs/", subjects.orgs());
        report.patterns("/subjects/users/", subjects.users());
        report.patterns("/subjects/tags/", subjects.tags());
        if (policy.allow().isNothing() && policy.deny().isNothing()) {
            report.missing("/allow", "names in allow or deny at least");
        }
        names("/allow/", policy.allow(), report);
        names("/deny/", policy.deny(), report);
        shadowed("/allow/models/", policy.allow().models(), policy.deny().models(), report);
        shadowed("/allow/agents/", policy.allow().agents(), policy.deny().agents(), report);
        shadowed("/allow/route_ids/", policy.allow().routeIds(), policy.deny().routeIds(), report);
    }

    private static void names(String pointer, AccessNames names, Report report) {
        report.patterns(pointer + "models/", names.models());
        report.patterns(pointer + "agents/", names.agents());
        report.patterns(pointer + "route_ids/", names.routeIds());
    }

    /// What is allowed and denied at once was most likely meant otherwise.
    private static void shadowed(
            String pointer, List<String> allowed, List<String> denied, Report report) {
        for (int i = 0; i < allowed.size(); i++) {
            var name = allowed.get(i);
            if (denied.stream().anyMatch(pattern -> NamePattern.matches(pattern, name))) {
                report.warning(
                        Code.NEVER_APPLIED,
                        pointer + i,
                        Report.quoted(name) + " is denied by the same policy",
                        "deny wins: leave it out of one of the two");
            }
        }
    }
}
