package io.agw.server.cache;

import org.jspecify.annotations.Nullable;

/// Directions that texts are given by what they mean. Stateless.
final class Vectors {
    private Vectors() {}

    /// The same direction at length 1; null when it has none.
    static float @Nullable [] unit(float[] vector) {
        double square = 0;
        for (float each : vector) {
            square += (double) each * each;
        }
        if (!Double.isFinite(square) || square == 0) {
            return null;
        }
        double length = Math.sqrt(square);
        var unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /// Of two directions of length 1; -1 when they cannot be compared.
    static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            return -1;
        }
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        // four sums at once, as the next addition need not wait for the last
        for (; i + 3 < one.length; i += 4) {
            sum0 += one[i] * other[i];
            sum1 += one[i + 1] * other[i + 1];
            sum2 += one[i + 2] * other[i + 2];
            sum3 += one[i + 3] * other[i + 3];
        }
        for (; i < one.length; i++) {
            sum0 += one[i] * other[i];
        }
        return (double) sum0 + sum1 + sum2 + sum3;
    }
}
