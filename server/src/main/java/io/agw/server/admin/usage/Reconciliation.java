package io.agw.server.admin.usage;

import io.agw.bundle.price.Dollars;
import io.agw.server.admin.api.Json;
import io.agw.store.UsageQueries.Entry;
import io.agw.store.UsageRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Our numbers beside those that providers told, by provider and model. Not thread-safe.
final class Reconciliation {
    static final List<String> COLUMNS =
            List.of(
                    "provider_id",
                    "model",
                    "requests",
                    "reported",
                    "estimated",
                    "rejected",
                    "unknown",
                    "compared",
                    "input_tokens",
                    "told_input_tokens",
                    "output_tokens",
                    "told_output_tokens",
                    "cost_compared",
                    "cost_usd",
                    "told_cost_usd",
                    "difference_usd");
    private static final int NANO = 9;

    private final TreeMap<String, Line> lines = new TreeMap<>();

    /// Takes a turn; one that no provider was asked for has nothing to be compared.
    void add(Entry entry) {
        var usage = entry.usage();
        var provider = usage.providerId();
        if (provider != null) {
            var model = usage.upstreamModel() == null ? "" : usage.upstreamModel();
            lines.computeIfAbsent(provider + "\n" + model, _ -> new Line(provider, model))
                    .add(usage);
        }
    }

    List<ObjectNode> lines() {
        return lines.values().stream().map(Line::view).toList();
    }

    private static final class Line {
        private final String provider;
        private final String model;
        private long requests;
        private long reported;
        private long estimated;
        private long rejected;
        private long unknown;
        private long compared;
        private long input;
        private long toldInput;
        private long output;
        private long toldOutput;
        private long costCompared;
        private long nanoDollars;
        private BigDecimal toldDollars = BigDecimal.ZERO;

        Line(String provider, String model) {
            this.provider = provider;
            this.model = model;
        }

        void add(UsageRecord usage) {
            requests++;
            if (usage.tokens() == null) {
                unknown++;
            } else {
                switch (usage.source()) {
                    case REPORTED -> reported++;
                    case ESTIMATED -> estimated++;
                    case REJECTED -> rejected++;
                }
            }
            var told = ToldNumbers.of(usage.providerUsage());
            if (told != null) {
                compareTokens(usage, told);
                compareCost(usage, told.dollars());
            }
        }

        private void compareTokens(UsageRecord usage, ToldNumbers told) {
            var tokens = usage.tokens();
            if (tokens != null && told.input() != null && told.output() != null) {
                compared++;
                input += tokens.input();
                toldInput += told.input();
                output += tokens.output();
                toldOutput += told.output();
            }
        }

        private void compareCost(UsageRecord usage, @Nullable BigDecimal told) {
            var cost = usage.cost();
            if (cost != null && told != null) {
                costCompared++;
                nanoDollars += cost.nanoDollars();
                toldDollars = toldDollars.add(told);
            }
        }

        ObjectNode view() {
            var view =
                    Json.object()
                            .put("provider_id", provider)
                            .put("model", model)
                            .put("requests", requests)
                            .put("reported", reported)
                            .put("estimated", estimated)
                            .put("rejected", rejected)
                            .put("unknown", unknown)
                            .put("compared", compared)
                            .put("input_tokens", input)
                            .put("told_input_tokens", toldInput)
                            .put("output_tokens", output)
                            .put("told_output_tokens", toldOutput)
                            .put("cost_compared", costCompared);
            if (costCompared > 0) {
                var ours = BigDecimal.valueOf(nanoDollars, NANO);
                view.put("cost_usd", Dollars.text(nanoDollars))
                        .put("told_cost_usd", plain(toldDollars))
                        .put("difference_usd", plain(ours.subtract(toldDollars)));
            }
            return view;
        }

        private static String plain(BigDecimal dollars) {
            return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
        }
    }
}
