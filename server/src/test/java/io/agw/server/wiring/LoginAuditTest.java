package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.telemetry.HeardLogs;
import io.agw.store.AuditDraft;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What the audit log of a whole gateway holds of logins.
@Timeout(120)
final class LoginAuditTest extends LoginHarness {
    private static final String ORDER = "{'provider_id':'p','callback_port':4711}";

    @Test
    void everyBeginningAndEveryEndIsAudited() {
        apply("codex", "");
        var good = begin("codex", ORDER);
        var id = answer(good, signIn(good)).path("credential_id").asString();
        var cancelled = begin("codex", ORDER);
        post("/admin/cliauth/logins/" + id(cancelled) + "/cancel", "{}");
        var refused = begin("codex", ORDER);
        answer(refused, "/x?error=access_denied&state=" + state(refused));
        var late = begin("codex", ORDER);
        try (var heard = new HeardLogs()) {
            now = now.plus(Duration.ofMinutes(5));
            await().atMost(PATIENCE).until(() -> heard.text().contains("callback_timeout"));
        }
        gateway.admin("DELETE", "/admin/credentials/" + id, "");
        gateway.close();

        var audited = audited();

        assertThat(audited)
                .filteredOn(each -> each.action().startsWith("cliauth_login."))
                .extracting(AuditDraft::action, AuditDraft::subject, AuditDraft::detailJson)
                .map(each -> String.join(" ", each.toList().toArray(String[]::new)))
                .containsExactly(
                        said("start", good, ""),
                        said("succeed", good, ",\"credential_id\":\"" + id + "\""),
                        said("start", cancelled, ""),
                        said("cancel", cancelled, ",\"error\":\"cancelled by root\""),
                        said("start", refused, ""),
                        said(
                                "fail",
                                refused,
                                ",\"error\":\"the sign-in page refused: access_denied\""),
                        said("start", late, ""),
                        said(
                                "fail",
                                late,
                                ",\"error\":\"nobody signed in within 5 minutes (callback_timeout)\""));
        assertThat(audited)
                .extracting(AuditDraft::action, AuditDraft::subject)
                .map(each -> String.join(" ", each.toList().toArray(String[]::new)))
                .contains(
                        "credential.create credential/" + id, "credential.delete credential/" + id);
        assertThat(audited).allMatch(each -> each.actor().equals("root") && !each.from().isEmpty());
        assertThat(audited.toString())
                .doesNotContain(vendor.given())
                .doesNotContain(vendor.asked().getFirst().get("code_verifier"))
                .doesNotContain(state(good));
    }

    /// The oldest first, as they lie on disk.
    private List<AuditDraft> audited() {
        var settings = StoreSettings.in(folder.resolve("data"));
        try (var store = SqliteStore.open(settings, () -> now)) {
            return store.audit().list(0, 100).stream()
                    .map(entry -> entry.draft())
                    .toList()
                    .reversed();
        }
    }

    private static String said(String what, JsonNode login, String more) {
        return "cliauth_login."
                + what
                + " "
                + id(login)
                + " {\"authenticator\":\"codex\""
                + more
                + "}";
    }

    private static String id(JsonNode login) {
        return login.path("login_id").asString();
    }

    private static String state(JsonNode login) {
        return login.path("verification_url").asString().replaceFirst(".*&state=([^&]*).*", "$1");
    }
}
