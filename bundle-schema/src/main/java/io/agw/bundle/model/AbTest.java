package io.agw.bundle.model;

import java.util.List;

/// Splits the requests for a model between some of its candidates, to compare them.
public record AbTest(
        @Doc("Names the test in traces and in the reason of a choice.") @Identifier String id,
        @Doc(
                        "What keeps getting the same variant: the virtual key, the user that a request names, or nothing.")
                @Default("key")
                Sticky sticky,
        @Doc("The shares, which make 100 together.") @Limits(min = 2) List<Variant> variants) {
    public AbTest {
        variants = List.copyOf(variants);
    }

    /// One side of a test.
    public record Variant(
            @Doc("A candidate of the same target, as `<provider_id>/<upstream_model>`.")
                    String candidate,
            @Doc("Share of the requests, in percent.") @Limits(min = 0, max = 100) int percent) {}
}
