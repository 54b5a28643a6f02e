package io.agw.bundle.model;

import java.util.List;

/// Requests, by whom they are from and where they lead; `*` at the end stands for any rest. A
/// request is meant when each list that is given names it.
public record PolicyMatch(
        @Doc("Agents that ask; `unattributed` where nobody said which.")
                @Unordered
                @Refers(value = Kind.AGENT, wildcard = Refers.Wildcard.AT_END)
                List<String> agentIds,
        @Doc("Virtual keys.")
                @Unordered
                @Refers(value = Kind.VIRTUAL_KEY, wildcard = Refers.Wildcard.AT_END)
                List<String> virtualKeyIds,
        @Doc("Labels of keys and agents.") @Unordered List<String> tags,
        @Doc("LLM routes.")
                @Unordered
                @Refers(value = Kind.LLM_ROUTE, wildcard = Refers.Wildcard.AT_END)
                List<String> routeIds) {
    public PolicyMatch {
        agentIds = List.copyOf(agentIds);
        virtualKeyIds = List.copyOf(virtualKeyIds);
        tags = List.copyOf(tags);
        routeIds = List.copyOf(routeIds);
    }
}
