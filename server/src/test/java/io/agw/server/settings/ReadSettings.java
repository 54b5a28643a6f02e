package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Settings as they are read in a folder.
record ReadSettings(Path folder) {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    static final String HASH = "ops:$2a$10$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyzABCDE";

    AgwdSettings good(Map<Setting, List<String>> flags, Map<String, String> environment) {
        var read = SettingsReader.read(new Given(flags, environment, folder), CLOCK);
        assertThat(read).isInstanceOf(SettingsRead.Good.class);
        return ((SettingsRead.Good) read).settings();
    }

    List<String> bad(Map<Setting, List<String>> flags, Map<String, String> environment) {
        var read = SettingsReader.read(new Given(flags, environment, folder), CLOCK);
        assertThat(read).isInstanceOf(SettingsRead.Bad.class);
        return ((SettingsRead.Bad) read).problems();
    }

    void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
