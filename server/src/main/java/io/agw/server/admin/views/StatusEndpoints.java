package io.agw.server.admin.views;

import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import java.util.List;

/// `/admin/agents/{id}/status` and what belongs to it: how agents and keys stand now.
public final class StatusEndpoints {
    private final Subjects subjects;

    public StatusEndpoints(Subjects subjects) {
        this.subjects = subjects;
    }

    public List<Endpoint> list() {
        return List.of(
                one("/admin/agents/{id}/status", SubjectKind.AGENT),
                one("/admin/virtual_keys/{id}/status", SubjectKind.VIRTUAL_KEY),
                all("/admin/agent_status", "items"),
                all("/api/status", "agents"));
    }

    private Endpoint one(String path, SubjectKind kind) {
        return Endpoint.get(
                path,
                "How " + kind.words() + " stands.",
                call -> Answer.ok(subjects.status(subjects.find(kind, call.parameter("id")))));
    }

    private Endpoint all(String path, String member) {
        return Endpoint.get(
                path,
                "How every agent stands.",
                _ -> {
                    var body = Json.object();
                    var array = body.putArray(member);
                    subjects.all(SubjectKind.AGENT)
                            .forEach(each -> array.add(subjects.status(each)));
                    return Answer.ok(body);
                });
    }
}
