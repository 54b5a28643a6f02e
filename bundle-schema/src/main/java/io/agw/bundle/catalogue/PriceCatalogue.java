package io.agw.bundle.catalogue;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.canonical.ObjectCodec.Input;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
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
        var problems = new Problems();
        var codec = new ObjectCodec();
        var prices = new ArrayList<ModelPricing>();
        for (var document : documents(problems)) {
            if (document instanceof Node.Members members
                    && members.get(Kind.MODEL_PRICING.section())
                            instanceof Node.Items(var nodes, _)) {
                for (var node : nodes) {
                    codec.read(Kind.MODEL_PRICING, node, Input.BUNDLE, problems)
                            .ifPresent(read -> prices.add((ModelPricing) read));
                }
            }
        }
        if (problems.hasErrors()) {
            throw new IllegalStateException(problems.sorted().toString());
        }
        return new PriceCatalogue(prices);
    }

    private static List<Node> documents(Problems problems) {
        return new DocumentReader(ReadLimits.ofProgram())
                .yaml(new SourceFile(FILE, bytes()), problems);
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
