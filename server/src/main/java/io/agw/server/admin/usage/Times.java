package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Call;
import io.agw.store.Plane;
import io.agw.store.UsageFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The time that a question is about, and the filter that it makes with the rest.
///
/// @param inclusive whether `to` itself belongs to it
record Times(InstantSource clock, boolean inclusive) {
    UsageFilter filter(Call call, Words words, @Nullable Plane plane) {
        var success = call.queried("success").isPresent() ? call.flag("success") : null;
        return new UsageFilter(from(call), to(call), words.selected(call), plane, success);
    }

    Instant from(Call call) {
        return call.queried("from").map(text -> instant("from", text)).orElse(Instant.EPOCH);
    }

    /// The end; where it lies ahead, that of the hour, as nothing has happened in what is left of
    /// it and whole hours need no look at turns.
    private Instant to(Call call) {
        var now = clock.instant();
        var hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        var asked = call.queried("to").map(text -> instant("to", text)).orElse(hour);
        if (asked.isAfter(now)) {
            return hour;
        }
        return inclusive ? asked.plusMillis(1) : asked;
    }

    private static Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw AdminError.invalid(
                    name + ": \"" + text + "\" (expected: a time such as 2026-03-01T09:30:00Z)");
        }
    }
}
