package io.agw.bundle.model;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Time zones by their names in the IANA database, which moves clocks as people there do.
public final class TimeZones {
    /// How time zones are written.
    public static final Spelling<ZoneId> SPELLING =
            new Spelling<>(
                    "[A-Za-z][A-Za-z0-9_+/-]*",
                    "a time zone of the IANA database, such as UTC or Europe/Berlin",
                    List.of("UTC", "Europe/Berlin", "America/New_York"),
                    TimeZones::parse);

    private TimeZones() {}

    /// The zone of a name; empty when there is none. Distances from UTC such as `+02:00` are none.
    public static Optional<ZoneId> parse(String name) {
        return ZoneId.getAvailableZoneIds().contains(name)
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
    }
}
