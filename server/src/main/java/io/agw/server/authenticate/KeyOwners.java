package io.agw.server.authenticate;

import io.agw.bundle.model.Team;
import io.agw.server.access.AccessRules;
import java.util.Map;

/// Those to whom virtual keys belong, and what they may use. Immutable and thread-safe.
///
/// @param teams by id
/// @param access what policies say of callers
public record KeyOwners(Map<String, Team> teams, AgentIndex agents, AccessRules access) {
    public KeyOwners {
        teams = Map.copyOf(teams);
    }
}
