package io.agw.server.admin.security;

import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.store.ConfigStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `/admin/security/audit`: what a look at the applied configuration finds.
public final class SecurityEndpoints {
    private static final int USUAL_DAYS = 14;
    private static final int MOST_DAYS = 3_650;

    private final ConfigStore config;
    private final InstantSource clock;

    public SecurityEndpoints(ConfigStore config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                                "/admin/security/audit",
                                "What is open in the applied configuration, or ends soon.",
                                this::audit)
                        .asking(Set.of("days")));
    }

    private Answer audit(Call call) {
        int days = call.number("days", USUAL_DAYS, MOST_DAYS);
        var checks = new Checks(clock.instant(), Duration.ofDays(days));
        config.state().objects().values().forEach(checks::look);
        var findings = checks.findings();
        var view = Json.items(findings, SecurityEndpoints::view);
        view.putObject("counts")
                .put("error", count(findings, Finding.Severity.ERROR))
                .put("warning", count(findings, Finding.Severity.WARNING));
        return Answer.ok(view);
    }

    private static long count(List<Finding> findings, Finding.Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }

    private static JsonNode view(Finding finding) {
        var object = finding.object();
        var view =
                Json.object()
                        .put("severity", finding.severity().word())
                        .put("code", finding.code())
                        .put("kind", object.key().kind().word())
                        .put("id", object.key().id())
                        .put("owner", object.owner().name())
                        .put("message", finding.message());
        if (!object.origin().file().isEmpty()) {
            view.set("origin", Json.origin(object.origin()));
        }
        return view;
    }
}
