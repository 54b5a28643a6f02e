package io.agw.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What settings are read from, beside the settings file.
///
/// @param flags values of flags that were given, in order
/// @param environment the process's variables
/// @param directory working directory, where `.env.local`, `.env` and `agwd.yaml` are looked for
///   and relative paths begin
public record Given(
        Map<Setting, List<String>> flags, Map<String, String> environment, Path directory) {
    public Given {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    /// Leaves values out: they may be secrets.
    @Override
    public String toString() {
        return "Given[" + flags.keySet() + ", " + directory + "]";
    }
}
