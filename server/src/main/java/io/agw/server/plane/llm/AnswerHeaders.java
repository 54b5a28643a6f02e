package io.agw.server.plane.llm;

import io.agw.bundle.price.Dollars;
import io.agw.server.dispatch.Outcome;
import io.agw.server.turn.Refusal;
import io.agw.store.Cost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Headers of answers, alike for every protocol.
final class AnswerHeaders {
    static final Map<String, String> JSON = Map.of("content-type", "application/json");
    static final Map<String, String> STREAM =
            Map.of("content-type", "text/event-stream", "cache-control", "no-cache");

    /// Refusals that libraries would repeat for their status, and that no repetition mends: only an
    /// operator does.
    private static final Set<String> FOR_GOOD =
            Set.of(
                    "agent_paused",
                    "virtual_key_paused",
                    "budget_exceeded",
                    "policy_denied",
                    "guardrail_not_answered",
                    "model_unpriced",
                    "upstream_unauthorized",
                    "upstream_payment_required",
                    "upstream_permission_denied",
                    "upstream_credential_refused",
                    "upstream_forbidden",
                    "upstream_redirected",
                    "no_candidate",
                    "provider_not_found",
                    "provider_type_not_served",
                    "operation_not_served");

    private static final String ATTEMPTS = "x-agw-attempts";
    private static final String ESTIMATED = "x-agw-estimated";
    private static final int LONGEST_LIST = 1024;
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private AnswerHeaders() {}

    /// @param left members of the client's request, by path, that the upstream was not told
    /// @param told how the answer came about, as headers
    static Map<String, String> with(
            Map<String, String> headers, List<String> left, Map<String, String> told) {
        var all = new HashMap<>(headers);
        all.putAll(told);
        if (!left.isEmpty()) {
            all.put("x-agw-left-out", listed(left));
        }
        return all;
    }

    /// A long conversation may leave out the same of each message; clients and proxies take no head
    /// of any size.
    private static String listed(List<String> left) {
        var all = String.join(",", left);
        return all.length() <= LONGEST_LIST
                ? all
                : left.stream()
                        .map(path -> INDEX.matcher(path).replaceAll("[]"))
                        .distinct()
                        .collect(Collectors.joining(","));
    }

    /// Of a document that holds a guess of tokens.
    ///
    /// @param member which it is
    static Map<String, String> estimated(String member) {
        var all = new HashMap<>(JSON);
        all.put(ESTIMATED, member);
        return all;
    }

    /// How many calls an answer took.
    static Map<String, String> about(int attempts) {
        return Map.of(ATTEMPTS, Integer.toString(attempts));
    }

    /// How an answer came about.
    ///
    /// @param attempts calls that it took
    /// @param reason why its upstream was chosen
    static Map<String, String> about(Outcome<?> outcome, int attempts, String reason) {
        var told = new HashMap<>(about(attempts));
        told.put("x-agw-route-reason", reason);
        told.put("x-agw-provider", outcome.providerId());
        if (outcome.upstreamModel() != null) {
            told.put("x-agw-model", visible(outcome.upstreamModel()));
        }
        return told;
    }

    /// How an answer came about, and what it took.
    ///
    /// @param about as far as it was known before the answer was
    /// @param cost null when it is not known
    static Map<String, String> measured(
            Map<String, String> about, long millis, @Nullable Cost cost) {
        var told = new HashMap<>(about);
        told.put("x-agw-latency-ms", Long.toString(millis));
        if (cost != null) {
            told.put("x-agw-cost-usd", Dollars.text(cost.nanoDollars()));
        }
        return told;
    }

    /// A name that a client may have chosen, percent-encoded where a header cannot hold it.
    private static String visible(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 0x7f)
                ? name
                : URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// @param allow methods that are allowed, for a 405; empty for none
    /// @param attempts calls made in vain
    /// @return to be added to
    static Map<String, String> of(Refusal refusal, String allow, int attempts) {
        var headers = new HashMap<>(JSON);
        if (refusal.retryAfter() != null) {
            headers.put("retry-after", Long.toString(refusal.retryAfterSeconds()));
        }
        if (FOR_GOOD.contains(refusal.code())) {
            headers.put("x-should-retry", "false");
        }
        if (!allow.isEmpty()) {
            headers.put("allow", allow);
        }
        if (attempts > 0) {
            headers.put(ATTEMPTS, Integer.toString(attempts));
        }
        return headers;
    }
}
