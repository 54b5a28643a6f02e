package io.agw.server.wiring;

import io.agw.server.settings.LogSettings;
import io.agw.server.telemetry.Logs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Whatever leaves a gateway that a test plants secrets in.
final class Outputs {
    private final Canaries canaries;
    private final List<String> texts = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    Outputs(Canaries canaries) {
        this.canaries = canaries;
    }

    /// Has all that is logged come here, until the logs are uninstalled.
    Logs log(LogSettings.Format format) {
        var out = new PrintStream(logged, true, StandardCharsets.UTF_8);
        return Logs.install(new LogSettings(format, LogSettings.Level.TRACE), out);
    }

    String logged() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    void add(String text) {
        texts.add(text);
    }

    void add(String what, RunningGateway.Answer answer) {
        add(what + ": " + answer.status() + " " + answer.headers() + answer.text());
    }

    void addFiles(Path folder) {
        files.addAll(canaries.inFiles(folder));
    }

    /// What shows a secret, after the names of those that it shows.
    List<String> leaks() {
        var shown =
                Stream.concat(texts.stream(), logged().lines())
                        .filter(text -> !canaries.in(text).isEmpty())
                        .map(text -> canaries.in(text) + " in " + text);
        return Stream.concat(files.stream(), shown).toList();
    }

    /// The paths of everything that an admin can read at once.
    ///
    /// @param ids that are put where paths have one
    static List<String> readable(RunningGateway gateway, List<String> ids) {
        var paths = gateway.admin("GET", "/admin/openapi.json", "").json().path("paths");
        return paths.propertyStream()
                .filter(path -> path.getValue().has("get"))
                .map(path -> path.getKey())
                .filter(path -> !path.equals("/admin/events"))
                .flatMap(path -> ids.stream().map(id -> path.replaceAll("\\{[^}]*}", id)))
                .distinct()
                .toList();
    }
}
