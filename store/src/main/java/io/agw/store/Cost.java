package io.agw.store;

/// What a turn cost.
///
/// @param nanoDollars 10⁻⁹ dollars; 0 for what is known to be free
/// @param priceId the price that was applied, as it was named then
/// @param priceVersion tells prices of one name with other figures apart
public record Cost(long nanoDollars, String priceId, String priceVersion) {
    public Cost {
        if (nanoDollars < 0) {
            throw new IllegalArgumentException(
                    "cost: " + nanoDollars + " nano-dollars (expected: >= 0)");
        }
    }
}
