package io.agw.store;

import org.jspecify.annotations.Nullable;

/// What turns add up to. Sums that are too large for a number are the largest one.
///
/// @param bucketMillis Unix time at which their bucket begins; 0 where there are none
/// @param group what they have in common; null where they have nothing there, or no group was asked
///   for
/// @param requests how many
/// @param succeeded those that ended `ok`
/// @param tokens of all parts
/// @param nanoDollars 10⁻⁹ dollars, as far as it is known
/// @param unpriced requests with tokens whose cost is not known
/// @param latencyMillis of all together
/// @param answered requests whose first byte was sent
/// @param firstByteMillis of these together
public record UsageSum(
        long bucketMillis,
        @Nullable String group,
        long requests,
        long succeeded,
        Tokens tokens,
        long nanoDollars,
        long unpriced,
        long latencyMillis,
        long answered,
        long firstByteMillis) {
    /// Nothing.
    public static final UsageSum NONE =
            new UsageSum(0, null, 0, 0, new Tokens(0, 0, 0, 0, 0), 0, 0, 0, 0, 0);

    /// Tokens of turns; those of caches are part of the input, those of thoughts of the output.
    public record Tokens(long input, long output, long cacheRead, long cacheWrite, long reasoning) {
        Tokens plus(Tokens other) {
            return new Tokens(
                    add(input, other.input),
                    add(output, other.output),
                    add(cacheRead, other.cacheRead),
                    add(cacheWrite, other.cacheWrite),
                    add(reasoning, other.reasoning));
        }

        public long total() {
            return add(input, output);
        }
    }

    public static UsageSum of(UsageRecord row) {
        var count = row.tokens();
        var cost = row.cost();
        var firstByte = row.firstByteMillis();
        return new UsageSum(
                0,
                null,
                1,
                row.succeeded() ? 1 : 0,
                count == null ? NONE.tokens : tokens(count),
                cost == null ? 0 : cost.nanoDollars(),
                count != null && cost == null ? 1 : 0,
                row.latencyMillis(),
                firstByte == null ? 0 : 1,
                firstByte == null ? 0 : firstByte);
    }

    private static Tokens tokens(TokenCount count) {
        return new Tokens(
                count.input(),
                count.output(),
                count.cacheRead(),
                count.cacheWrite() + count.longCacheWrite(),
                count.reasoning());
    }

    /// Both together, as that of this bucket and group.
    public UsageSum plus(UsageSum other) {
        return new UsageSum(
                bucketMillis,
                group,
                requests + other.requests,
                succeeded + other.succeeded,
                tokens.plus(other.tokens),
                add(nanoDollars, other.nanoDollars),
                unpriced + other.unpriced,
                add(latencyMillis, other.latencyMillis),
                answered + other.answered,
                add(firstByteMillis, other.firstByteMillis));
    }

    /// The same as that of another bucket and group.
    public UsageSum at(long bucket, @Nullable String of) {
        return new UsageSum(
                bucket,
                of,
                requests,
                succeeded,
                tokens,
                nanoDollars,
                unpriced,
                latencyMillis,
                answered,
                firstByteMillis);
    }

    private static long add(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum; // none is negative
    }
}
