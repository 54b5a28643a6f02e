package io.agw.server.authenticate;

import io.agw.bundle.model.Team;
import java.util.Map;

/// Those to whom virtual keys belong. Immutable and thread-safe.
///
/// @param teams by id
public record KeyOwners(Map<String, Team> teams, AgentIndex agents) {
    public KeyOwners {
        teams = Map.copyOf(teams);
    }
}
