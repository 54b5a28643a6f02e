package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

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

    /// Whatever an admin can read of a gateway that serves {@link SecretBundles}.
    ///
    /// @param clientKey shown to an admin who asks for the key, and nowhere else
    void addEverything(RunningGateway gateway, String clientKey) {
        for (var path : readable(gateway, SecretBundles.IDS)) {
            var answer = gateway.admin("GET", path, "");
            var isKey = path.equals("/admin/virtual_keys/team");
            assertThat(answer.text().contains(clientKey)).as(path).isEqualTo(isKey);
            add(path + " " + (isKey ? "" : answer.text()));
        }
        for (var export :
                List.of(
                        "/admin/audit/export?kind=request&format=csv",
                        "/admin/audit/export?kind=request&format=jsonl",
                        "/admin/audit/export?kind=admin&format=csv",
                        "/admin/usage/breakdown?group_by=virtual_key_id&format=csv")) {
            var answer = gateway.admin("GET", export, "");
            assertThat(answer.status()).as(export + answer.text()).isEqualTo(200);
            add(export, answer);
        }
        var traces = gateway.admin("GET", "/admin/traces?limit=100", "").json().path("items");
        assertThat(traces).isNotEmpty();
        for (var trace : traces) {
            var id = trace.path("trace_id").asString();
            add("trace", gateway.admin("GET", "/admin/traces/" + id, ""));
        }
        add("metrics", gateway.admin("GET", "/metrics/prometheus", ""));
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
