package io.agw.server.settings;

import java.util.List;

/// What became of reading the settings.
public sealed interface SettingsRead {
    /// @param warnings what was read but should be looked at, one line each
    record Good(AgwdSettings settings, List<String> warnings) implements SettingsRead {
        public Good {
            warnings = List.copyOf(warnings);
        }
    }

    /// @param problems everything that is wrong, one line each; none holds a secret
    record Bad(List<String> problems) implements SettingsRead {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
