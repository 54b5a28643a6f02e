package io.agw.bundle.plan;

import tools.jackson.databind.JsonNode;

/// What is read back of a plan that was kept as a file.
///
/// A plan file carries no secrets and no whole objects, so it cannot be applied by itself. Whoever
/// applies it sends the bundle again together with the plan's id; the gateway plans anew and goes
/// on only when the new plan has the same id. Otherwise the state or the bundle has moved: the
/// saved plan is stale.
///
/// @param planId the id that a new plan must have
/// @param owner for whom the plan was made
/// @param storeVersion version of the store at that time
/// @param targetDigest digest of the bundle that it was made from
public record SavedPlan(String planId, Owner owner, long storeVersion, String targetDigest) {
    /// Reads the JSON form of a plan.
    ///
    /// @throws IllegalArgumentException when it is none, or was made by a later major version; the
    ///   message is for people
    public static SavedPlan read(JsonNode json) {
        var format = json.path("formatVersion").asString("");
        if (!json.path("kind").asString("").equals("Plan") || format.isEmpty()) {
            throw new IllegalArgumentException(
                    "not a plan (expected: a file written by `agwctl gateway diff --out`)");
        }
        var major = PlanJson.FORMAT_VERSION.substring(0, PlanJson.FORMAT_VERSION.indexOf('.') + 1);
        if (!format.startsWith(major)) {
            throw new IllegalArgumentException(
                    "formatVersion: \"" + format + "\" (expected: " + major + "x)");
        }
        return new SavedPlan(
                text(json.path("planId"), "planId"),
                new Owner(text(json.path("source"), "source")),
                json.path("base").path("storeVersion").asLong(0),
                text(json.path("target").path("digest"), "target.digest"));
    }

    /// Whether a plan made now does what the saved one said it would.
    public boolean isSameAs(Plan plan) {
        return plan.header().planId().equals(planId) && plan.header().owner().equals(owner);
    }

    private static String text(JsonNode value, String name) {
        if (!value.isString() || value.asString().isBlank()) {
            throw new IllegalArgumentException(name + " is missing (expected: a string)");
        }
        return value.asString();
    }
}
