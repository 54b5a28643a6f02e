package io.agw.cli.command.gateway;

import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import tools.jackson.databind.JsonNode;

/// Plans against an export instead of a gateway.
final class OfflinePlan {
    OfflinePlan(Invocation invocation) {}

    JsonNode against(String export, Input input, PlanningOptions planning, boolean unchanged) {
        return Json.object();
    }
}
