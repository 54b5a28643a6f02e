package io.agw.bundle.plan;

import io.agw.bundle.Bundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Bundles for properties: a few providers and virtual keys out of a small world of ids, so that
/// any two of them overlap.
final class RandomBundles {
    private RandomBundles() {}

    /// @param items one flow mapping for each object, by section
    /// @param variables what the references resolve to
    record Sketch(Map<String, List<String>> items, Map<String, String> variables) {
        Bundle bundle() {
            return inOrder(List.of("providers", "virtualKeys"), false);
        }

        /// The same bundle written another way round.
        Bundle permuted() {
            return inOrder(List.of("virtualKeys", "providers"), true);
        }

        private Bundle inOrder(List<String> sections, boolean reversed) {
            var yaml = new StringBuilder();
            for (var section : sections) {
                var lines = items.getOrDefault(section, List.of());
                yaml.append(section).append(":\n");
                for (var line : reversed ? lines.reversed() : lines) {
                    yaml.append("- {").append(line).append("}\n");
                }
            }
            return AppliedWorld.bundle(yaml.toString(), variables);
        }
    }

    static Arbitrary<Sketch> sketches() {
        return Combinators.combine(
                        provider().list().ofMinSize(1).ofMaxSize(6).uniqueElements(Item::id),
                        key().list().ofMaxSize(4).uniqueElements(Item::id),
                        Arbitraries.strings().withCharRange('a', 'z').ofLength(24).list().ofSize(6))
                .as(RandomBundles::sketch);
    }

    private record Item(String id, String text) {}

    private static Sketch sketch(List<Item> providers, List<Item> keys, List<String> secrets) {
        var items = new HashMap<String, List<String>>();
        items.put("providers", new ArrayList<>(providers.stream().map(Item::text).toList()));
        items.put("virtualKeys", new ArrayList<>(keys.stream().map(Item::text).toList()));
        var variables = new HashMap<String, String>();
        for (int i = 0; i < secrets.size(); i++) {
            variables.put("S" + i, secrets.get(i));
        }
        return new Sketch(items, variables);
    }

    private static Arbitrary<Item> provider() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d", "e", "f"),
                        Arbitraries.of("", ", disabled: true", ", default_model: m1"),
                        Arbitraries.of("", ", network: {max_retries: 1}", ", network: {}"),
                        Arbitraries.of("", ", api_key: \"${S0}\"", ", api_key: \"${S1}\""))
                .as((id, first, second, third) ->
                        new Item(
                                id,
                                "id: " + id + ", provider_type: openai" + first + second + third));
    }

    private static Arbitrary<Item> key() {
        return Combinators.combine(
                        Arbitraries.of("k1", "k2", "k3", "k4"),
                        Arbitraries.of("", ", tag: x", ", disabled: true"),
                        Arbitraries.of("", ", value: \"${S2}\"", ", value: \"${S3}\""))
                .as((id, first, second) -> new Item(id, "id: " + id + first + second));
    }
}
