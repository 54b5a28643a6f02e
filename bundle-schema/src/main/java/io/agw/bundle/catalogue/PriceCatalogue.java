package io.agw.server.price;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.reference.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;

/// Prices that the gateway ships with: a bundle as anyone could write it, beside this class. Its
/// name holds the day on which it was put together.
public record PriceCatalogue(List<ModelPricing> prices) {
    /// The day of which the shipped prices are.
    public static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private static final String FILE = "prices-" + DAY + ".yaml";

    public PriceCatalogue {
        prices = List.copyOf(prices);
    }

    /// No prices.
    public static PriceCatalogue empty() {
        return new PriceCatalogue(List.of());
    }

    /// Reads what the gateway ships with.
    public static PriceCatalogue shipped() {
        var file = new SourceFile(FILE, bytes());
        return switch (new BundleLoader().load(List.of(file), Variables.none())) {
            case Loaded.Valid(var bundle, _) ->
                    new PriceCatalogue(
                            bundle.objects().values().stream()
                                    .map(declared -> (ModelPricing) declared.object())
                                    .toList());
            case Loaded.Invalid(_, var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    private static byte[] bytes() {
        try (var in = PriceCatalogue.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing (expected: in the program)");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
