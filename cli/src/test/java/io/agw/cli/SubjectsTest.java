package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTest {
    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void agentsAreATable() {
        gateway.on(
                "GET /admin/agent_status",
                200,
                """
                {"items":[
                 {"id":"a","status":"active","pause":null,"model":null,"providers":[],
                  "budget_used_ratio":null},
                 {"id":"b","status":"paused","model":"fast","providers":["p","q"],
                  "budget_used_ratio":0.25,
                  "pause":{"reason":"it loops","resumes_at":"2026-11-28T02:00:00Z"}}]}
                """);

        gateway.on("GET /admin/store", 200, "{\"ledger\":{\"degraded\":false}}");
        var listed = agwctl("status");

        assertThat(listed.err()).isEmpty();
        assertThat(listed.out())
                .isEqualTo(
                        """
                        AGENT  STATUS  MODEL  PROVIDERS  BUDGET-USED  REASON    RESUMES-AT
                        -----  ------  -----  ---------  -----------  --------  --------------------
                        a      active  -      -          -            -         -
                        b      paused  fast   p,q        0.25         it loops  2026-11-28T02:00:00Z
                        """);
    }

    @Test
    void aStoreThatCannotBeWrittenIsToldBesides() {
        gateway.on("GET /admin/agent_status", 200, "{\"items\":[]}");
        gateway.on(
                "GET /admin/store",
                200,
                """
                {"ledger":{"degraded":true},
                 "telemetry":{"degraded":true,"queued":7,"rows_lost":2}}
                """);

        var listed = agwctl("status");

        assertThat(listed.code()).isZero();
        assertThat(listed.err())
                .isEqualTo(
                        """
                        budgets cannot be written: requests under hard ones are refused (see the log)
                        usage cannot be written: 7 requests wait, 2 were lost (see the log)
                        """);
    }

    @Test
    void anAgentIsPausedAndResumed() {
        gateway.on(
                "POST /admin/agents/a%2Fb/pause",
                200, "{\"id\":\"a/b\",\"pause\":{\"resumes_at\":\"2026-11-28T02:00:00Z\"}}");
        gateway.on("POST /admin/agents/a%2Fb/resume", 200, "{\"id\":\"a/b\",\"pause\":null}");

        var paused = agwctl("pause", "a/b", "--reason", "it loops", "--duration", "15m");

        assertThat(paused.out()).isEqualTo("agent a/b paused until 2026-11-28T02:00:00Z\n");
        assertThat(gateway.last().body())
                .isEqualTo("{\"reason\":\"it loops\",\"duration\":\"15m\"}");
        assertThat(agwctl("pause", "-r", "a/b").out()).isEqualTo("agent a/b resumed\n");
        assertThat(agwctl("resume", "a/b").out()).isEqualTo("agent a/b resumed\n");
    }

    @Test
    void aKeyIsPausedWithoutMoreToSay() {
        gateway.on("POST /admin/virtual_keys/k/pause", 200, "{\"id\":\"k\",\"status\":\"paused\"}");

        var paused = agwctl("gateway", "virtualkey", "pause", "k");

        assertThat(paused.code()).isZero();
        assertThat(paused.out()).contains("\"status\"");
        assertThat(gateway.last().body()).isEqualTo("{}");
    }

    @Test
    void whoIsNotKnownCannotBePaused() {
        gateway.on(
                "POST /admin/agents/x/pause",
                404,
                "{\"error\":\"agent x not found\",\"code\":\"not_found\"}");

        var refused = agwctl("pause", "x");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("agent x not found");
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).at(gateway).agwctl(args);
    }
}
