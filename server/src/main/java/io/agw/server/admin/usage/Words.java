package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Call;
import io.agw.store.UsageDimension;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What an API calls the dimensions of usage.
///
/// @param filters parameters that select, by name
/// @param groups values of `group_by`
record Words(Map<String, UsageDimension> filters, Map<String, UsageDimension> groups) {
    private static final Map<String, UsageDimension> ALL =
            Map.ofEntries(
                    Map.entry("route_id", UsageDimension.ROUTE_ID),
                    Map.entry("protocol", UsageDimension.PROTOCOL),
                    Map.entry("operation", UsageDimension.OPERATION),
                    Map.entry("virtual_key_id", UsageDimension.KEY_ID),
                    Map.entry("team", UsageDimension.TEAM),
                    Map.entry("org", UsageDimension.ORG),
                    Map.entry("user", UsageDimension.USER),
                    Map.entry("agent_id", UsageDimension.AGENT_ID),
                    Map.entry("provider_id", UsageDimension.PROVIDER_ID),
                    Map.entry("requested_model", UsageDimension.REQUESTED_MODEL),
                    Map.entry("model", UsageDimension.UPSTREAM_MODEL),
                    Map.entry("outcome", UsageDimension.OUTCOME),
                    Map.entry("status", UsageDimension.STATUS),
                    Map.entry("error_code", UsageDimension.ERROR_CODE));

    /// Of `/admin/usage`.
    static final Words OURS = new Words(ALL, ALL);

    /// Of `/admin/metrics/llm`.
    static final Words LLM =
            of(
                    Map.of(
                            "route_id", UsageDimension.ROUTE_ID,
                            "provider_id", UsageDimension.PROVIDER_ID,
                            "virtual_key_id", UsageDimension.KEY_ID,
                            "upstream_model", UsageDimension.UPSTREAM_MODEL,
                            "llm_api", UsageDimension.PROTOCOL),
                    Map.of(
                            "logical_model", UsageDimension.REQUESTED_MODEL,
                            "api_operation", UsageDimension.OPERATION,
                            "agent_id", UsageDimension.AGENT_ID));

    /// Of `/admin/metrics/mcp` and `/admin/metrics/acp`, as far as rows know it.
    static final Words OTHER_PLANES =
            of(
                    Map.of(
                            "route_id", UsageDimension.ROUTE_ID,
                            "virtual_key_id", UsageDimension.KEY_ID,
                            "operation", UsageDimension.OPERATION),
                    Map.of("agent_id", UsageDimension.AGENT_ID));

    /// Of `/admin/metrics/interactions`.
    static final Words INTERACTIONS =
            of(
                    Map.of(
                            "route_protocol", UsageDimension.PROTOCOL,
                            "route_id", UsageDimension.ROUTE_ID,
                            "virtual_key_id", UsageDimension.KEY_ID),
                    Map.of("agent_id", UsageDimension.AGENT_ID));

    Words {
        filters = Map.copyOf(filters);
        groups = Map.copyOf(groups);
    }

    private static Words of(Map<String, UsageDimension> groups, Map<String, UsageDimension> more) {
        var filters = new LinkedHashMap<>(groups);
        filters.putAll(more);
        return new Words(filters, groups);
    }

    /// What a call selects.
    Map<UsageDimension, String> selected(Call call) {
        var values = new EnumMap<UsageDimension, String>(UsageDimension.class);
        filters.forEach((name, dimension) ->
                call.queried(name)
                        .filter(value -> !value.isEmpty())
                        .ifPresent(value -> values.put(dimension, value)));
        return values;
    }

    UsageDimension group(String word) {
        var dimension = groups.get(word);
        if (dimension == null) {
            throw AdminError.invalid(
                    "group_by: \"%s\" (expected: one of %s)"
                            .formatted(word, new TreeSet<>(groups.keySet())));
        }
        return dimension;
    }

    /// The parameters of an endpoint: those that select, and these.
    Set<String> parameters(String... more) {
        var all = new TreeSet<>(filters.keySet());
        all.addAll(Set.of("from", "to", "success"));
        all.addAll(Set.of(more));
        return all;
    }
}
