package io.agw.bundle.model;

import java.util.List;

/// Callers, each list by another thing that is known of them; `*` at the end stands for any rest.
public record AccessSubjects(
        @Doc("Virtual keys.")
                @Unordered
                @Refers(value = Kind.VIRTUAL_KEY, wildcard = Refers.Wildcard.AT_END)
                List<String> virtualKeyIds,
        @Doc("Agents that ask.")
                @Unordered
                @Refers(value = Kind.AGENT, wildcard = Refers.Wildcard.AT_END)
                List<String> agentIds,
        @Doc("Teams of keys.")
                @Unordered
                @Refers(value = Kind.TEAM, wildcard = Refers.Wildcard.AT_END)
                List<String> teamIds,
        @Doc("Organizations of teams.") @Unordered List<String> orgs,
        @Doc("Users, as keys or requests name them.") @Unordered List<String> users,
        @Doc("Labels of keys and agents.") @Unordered List<String> tags) {
    public AccessSubjects {
        virtualKeyIds = List.copyOf(virtualKeyIds);
        agentIds = List.copyOf(agentIds);
        teamIds = List.copyOf(teamIds);
        orgs = List.copyOf(orgs);
        users = List.copyOf(users);
        tags = List.copyOf(tags);
    }

    /// Whether nobody is named.
    public boolean isNobody() {
        return virtualKeyIds.isEmpty()
                && agentIds.isEmpty()
                && teamIds.isEmpty()
                && orgs.isEmpty()
                && users.isEmpty()
                && tags.isEmpty();
    }
}
