package io.agw.bundle.validate;

import static io.agw.bundle.validate.RuleCase.object;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What rate limits and budgets say of themselves.
class LimitsAndBudgetsTest {
    static Stream<RuleCase> cases() {
        return Stream.of(
                object(
                        "rateLimits",
                        "id: l, subject: {type: global}",
                        "f:4:3: error AGW1103: requests is missing (expected: one of requests, tokens, max_concurrent and max_streams at least)"),
                object(
                        "rateLimits",
                        "id: l, subject: {type: org, id: '*'}, tokens: 1/s, burst: 3, queue: {max_wait_ms: 0, max_depth: 1}",
                        "f:4:62: error AGW1305: burst: has no effect without requests (remove it)"),
                object(
                        "rateLimits",
                        "id: l, subject: {type: global}, requests: 100/ms, tokens: 0/s, burst: 0, queue: {max_wait_ms: 60001, max_depth: 0}",
                        "f:4:46: error AGW1104: requests: \"100/ms\" (expected: 1 to 999999999999, a slash and s, min, h or day, such as 100/min)",
                        "f:4:62: error AGW1104: tokens: \"0/s\" (expected: 1 to 999999999999, a slash and s, min, h or day, such as 100/min)",
                        "f:4:74: error AGW1104: burst: 0 (expected: 1 to 999999999999)",
                        "f:4:98: error AGW1104: queue.max_wait_ms: 60001 (expected: 0 to 60000)",
                        "f:4:116: error AGW1104: queue.max_depth: 0 (expected: 1 to 10000)"),
                object(
                        "rateLimits",
                        "id: l, subject: {type: host, id: h}, requests: 100, tokens: 1000000000000/day, queue: {max_depth: 5}",
                        "f:4:27: error AGW1104: subject.type: \"host\" (expected: virtual_key, agent, user, team, org, route, provider or global)",
                        "f:4:51: error AGW1102: requests: 100 (expected: a string, 1 to 999999999999, a slash and s, min, h or day, such as 100/min) (put quotes around it)",
                        "f:4:64: error AGW1104: tokens: \"1000000000000/day\" (expected: 1 to 999999999999, a slash and s, min, h or day, such as 100/min)",
                        "f:4:90: error AGW1103: queue.max_wait_ms is missing (expected: a whole number)"),
                object(
                        "rateLimits",
                        "id: l, subject: {type: org, id: 'a b'}, requests: 1/s",
                        "f:4:36: error AGW1104: subject.id: \"a b\" (expected: the id of an organization, or *)"),
                object(
                        "budgets",
                        "id: b, subject: {type: global}",
                        "f:4:3: error AGW1103: limits is missing (expected: a limit in limits, token_limits or turn_limits at least)"),
                object(
                        "budgets",
                        "id: b, limits: {day: '5'}",
                        "f:4:3: error AGW1103: subject is missing (expected: a mapping)"),
                object(
                        "budgets",
                        "id: b, subject: {type: global}, limits: {day: '0.0', week: 5.00, month: '-1'}, token_limits: {day: 0}, turn_limits: {day: -1}",
                        "f:4:63: error AGW1102: limits.week: 5.00 (expected: a string, dollars below a billion with at most 9 decimals, such as \"5.00\") (put quotes around it)",
                        "f:4:76: error AGW1104: limits.month: \"-1\" (expected: dollars below a billion with at most 9 decimals, such as \"5.00\")",
                        "f:4:126: error AGW1104: turn_limits.day: -1 (expected: >= 0)"),
                object(
                        "budgets",
                        "id: b, subject: {type: global}, limits: {day: '0.0', week: '5', month: '4.5', total: '5'}, turn_limits: {hour: 2, day: 0}",
                        "f:4:50: error AGW1104: limits.day: \"0\" (expected: more than 0) (to refuse everything, set disabled: true at the key, team, agent, route or provider)",
                        "f:4:63: warning AGW1308: limits.week: 5 is more than the 4.5 of month, which is used up first (shorter times have smaller limits)",
                        "f:4:123: error AGW1104: turn_limits.day: \"0\" (expected: more than 0) (to refuse everything, set disabled: true at the key, team, agent, route or provider)"),
                object(
                        "budgets",
                        "id: b, subject: {type: global}, limits: {total: '5'}, window_type: rolling, timezone: Europe/Berlin",
                        "f:4:71: error AGW1305: window_type: has no effect on a total, which never ends (remove it)",
                        "f:4:90: error AGW1305: timezone: has no effect with window_type: rolling (remove it)"),
                object(
                        "budgets",
                        "id: b, subject: {type: global}, limits: {day: '1.0000000001'}, timezone: Middle/Earth, enforcement: strict",
                        "f:4:50: error AGW1104: limits.day: \"1.0000000001\" (expected: dollars below a billion with at most 9 decimals, such as \"5.00\")",
                        "f:4:77: error AGW1104: timezone: \"Middle/Earth\" (expected: a time zone of the IANA database, such as UTC or Europe/Berlin)",
                        "f:4:104: error AGW1104: enforcement: \"strict\" (expected: hard, soft or observe)"),
                object(
                        "budgets",
                        "id: b, subject: {type: user, id: '*'}, limits: {day: '5'}, on_exceed: [deny, pause]",
                        "f:4:74: error AGW1104: on_exceed: \"pause\" (expected: [deny]) (only a virtual_key or an agent can be paused)"),
                object(
                        "budgets",
                        "id: b, subject: {type: agent, id: '*'}, limits: {day: '5'}, on_exceed: [pause], alert_thresholds: [0, 1, 10.1]",
                        "f:4:75: error AGW1104: on_exceed: \"pause\" (expected: [deny] or [deny, pause])",
                        "f:4:103: error AGW1104: alert_thresholds[0]: \"0.0\" (expected: a share of the limit above 0, at most 10)",
                        "f:4:109: error AGW1104: alert_thresholds[2]: \"10.1\" (expected: a share of the limit above 0, at most 10)"),
                object(
                        "budgets",
                        "id: b, subject: {type: agent, id: '*'}, limits: {day: '5'}, enforcement: observe, on_exceed: [deny], unpriced_model: deny",
                        "f:4:97: error AGW1305: on_exceed: has no effect with enforcement: observe (remove it)",
                        "f:4:121: error AGW1305: unpriced_model: has no effect with enforcement: observe (remove it)"),
                object(
                        "budgets",
                        "id: b, subject: {type: agent, id: '*'}, token_limits: {day: 5}, unpriced_model: deny, alert_thresholds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 1.5, 2.5], reserve_max_output_tokens: 0",
                        "f:4:108: error AGW1104: alert_thresholds: 11 elements (expected: <= 10)",
                        "f:4:174: error AGW1104: reserve_max_output_tokens: 0 (expected: 1 to 10000000)"),
                object(
                        "virtualKeys",
                        "id: k, agent_id: a, allowed_agents: ['b*', '*-c']",
                        "f:4:40: error AGW1304: allowed_agents: stands beside agent_id (expected: one of the two) (leave out agent_id to have requests name their agent)",
                        "f:4:47: error AGW1104: allowed_agents[0]: \"*-c\" (expected: * at the end only)"),
                object(
                        "agents",
                        "id: a, name: N, tags: ['a b'], credential_scope: 'c d'",
                        "f:4:27: error AGW1104: tags[0]: \"a b\" (expected: a word without spaces)",
                        "f:4:53: error AGW1104: credential_scope: \"c d\" (expected: a word without spaces)"),
                object(
                        "agents",
                        "id: a, name: N, routes: {acp_route_ids: [x]}",
                        "f:4:44: error AGW1304: routes.acp_route_ids: an agent without a runtime has no ACP service that they could offer"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rulesWithinOneObject(RuleCase given) {
        given.check();
    }
}
