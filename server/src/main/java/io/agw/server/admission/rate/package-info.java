/// Limits of rates: how often, how much, how many at once.
///
/// Starting point: {@link io.agw.server.admission.rate.RateLimits}, which holds a counter for each
/// limit and holder. A counter is two token buckets, two numbers and a queue in which keys take
/// turns.
@NullMarked
package io.agw.server.admission.rate;

import org.jspecify.annotations.NullMarked;
