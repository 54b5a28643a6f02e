package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UsageTest {
    private static final String SUMS =
            """
            {"group_by":"team","items":[
             {"team":"red","requests":3,"failed":1,"input_tokens":30,"output_tokens":40,
              "cost_usd":"0.12","unpriced_requests":0,"avg_latency_ms":12.5},
             {"team":null,"requests":1,"failed":0,"input_tokens":0,"output_tokens":0,
              "cost_usd":"0","unpriced_requests":1,"avg_latency_ms":3}],"limit":100}
            """;
    private static final String FIRST =
            "{\"id\":7,\"finished_at\":\"2026-11-21T11:59:58Z\",\"agent_id\":\"crawler\",\"model\":\"gpt-x\","
                    + "\"status\":200,\"outcome\":\"ok\",\"input_tokens\":5,\"output_tokens\":9,"
                    + "\"cost_usd\":\"0.01\",\"latency_ms\":250}";
    private static final String SECOND =
            "{\"id\":8,\"finished_at\":\"2026-11-21T11:59:59Z\",\"requested_model\":\"gpt y\",\"status\":401,"
                    + "\"outcome\":\"refused\",\"error_code\":\"invalid_api_key\",\"latency_ms\":1}";

    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).at(gateway).agwctl(args);
    }

    @Test
    void aBreakdownIsATableOfTheGroup() {
        gateway.on(
                "GET /admin/usage/breakdown?from=2026-11-20T12%3A00%3A00Z&virtual_key_id=one"
                        + "&group_by=team&order_by=cost_usd&limit=100",
                200, SUMS);

        var result = agwctl("usage", "breakdown", "team", "--since", "24h", "--key", "one");

        assertThat(result.out())
                .isEqualTo(
                        """
                        TEAM  REQUESTS  FAILED  INPUT  OUTPUT  COST-USD  UNPRICED  AVG-MS
                        ----  --------  ------  -----  ------  --------  --------  ------
                        red   3         1       30     40      0.12      0         12.5
                        -     1         0       0      0       0         1         3
                        """);
        assertThat(result.code()).isZero();
    }

    @Test
    void valuesSeparatedByCommasComeAsTheGatewayWritesThem() {
        gateway.on(
                "GET /admin/usage/timeseries?bucket=day&group_by=team&format=csv",
                _ -> new TestGateway.Answer(200, "text/csv", "at,team\r\n"));

        assertThat(agwctl("usage", "timeseries", "--bucket", "day", "--by", "team", "--csv").out())
                .isEqualTo("at,team\r\n");
    }

    @Test
    void topIsOfTheLastMinutes() {
        gateway.on(
                "GET /admin/usage/breakdown?from=2026-11-21T11%3A55%3A00Z&group_by=team"
                        + "&order_by=cost_usd&limit=20",
                200, SUMS);

        assertThat(agwctl("top", "--by", "team").out()).contains("red   3");
    }

    @Test
    void sinceAndFromExcludeEachOther() {
        assertThat(
                        agwctl(
                                        "usage",
                                        "summary",
                                        "--since",
                                        "1h",
                                        "--from",
                                        "2026-11-21T00:00:00Z")
                                .code())
                .isEqualTo(64);
    }

    @Test
    void logsAreALineForEachRequestTheNewestLast() {
        gateway.on(
                "GET /admin/usage/events?limit=20",
                200,
                "{\"items\":[" + SECOND + "," + FIRST + "],\"limit\":20}");

        assertThat(agwctl("logs").out())
                .isEqualTo(
                        """
                        2026-11-21T11:59:58Z crawler gpt-x 200/ok 5 9 $0.01 250ms
                        2026-11-21T11:59:59Z - gpt_y 401/invalid_api_key - - - 1ms
                        """);
        assertThat(agwctl("logs", "-o", "json").out()).isEqualTo(FIRST + "\n" + SECOND + "\n");
    }

    @Test
    void logsThatAreFollowedShowWhatIsWrittenAndWaitForAGatewayThatIsAway()
            throws InterruptedException {
        var asked = new AtomicInteger();
        gateway.on("GET /admin/usage/events?limit=20", 200, "{\"items\":[" + FIRST + "]}");
        gateway.on(
                "GET /admin/usage/events?limit=1000&after=7",
                _ ->
                        asked.incrementAndGet() == 1
                                ? TestGateway.Answer.json(503, "{\"error\":\"away\"}")
                                : TestGateway.Answer.json(
                                        200, "{\"items\":[" + SECOND + "],\"next_after\":8}"));
        gateway.on(
                "GET /admin/usage/events?limit=1000&after=8",
                200,
                "{\"items\":[],\"next_after\":8}");
        var run = new Run(folder).at(gateway);
        var following = Thread.ofPlatform().start(() -> run.agwctl("logs", "-f", "--every", "0s"));
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> run.printed().contains("401/"));
        } finally {
            following.interrupt();
            following.join(Duration.ofSeconds(20));
        }
        assertThat(following.isAlive()).isFalse();
        assertThat(run.printed().lines()).hasSize(2);
    }

    @Test
    void anExportComesAsItIsWritten() {
        gateway.on(
                "GET /admin/audit/export?virtual_key_id=one&kind=request&format=csv",
                _ -> new TestGateway.Answer(200, "text/csv", "kind,id\r\nrequest,1\r\n"));

        assertThat(agwctl("audit", "export", "--key", "one", "--format", "csv").out())
                .isEqualTo("kind,id\r\nrequest,1\r\n");
        assertThat(agwctl("audit", "export").code()).isNotZero();
    }

    @Test
    void aProofThatFailsEndsWithACodeOfItsOwn() {
        gateway.on(
                "GET /admin/audit/verify",
                200,
                "{\"requests\":{\"whole\":true,\"checked\":12,\"unsealed\":3,\"from_id\":4,"
                        + "\"head_id\":15,\"head\":\"ab\"},\"admin\":{\"whole\":true}}");
        var whole = agwctl("audit", "verify");
        assertThat(whole.code()).isZero();
        assertThat(whole.out())
                .isEqualTo(
                        """
                        requests: 12 from id 4 to 15 are as they were written, head ab; 3 older ones have no seal
                        acts: all are as they were written
                        """);

        gateway.on(
                "GET /admin/audit/verify",
                200,
                "{\"requests\":{\"whole\":false,\"from_id\":4,\"to_id\":6,\"why\":\"a turn is gone\"},"
                        + "\"admin\":{\"whole\":false,\"first_broken\":9}}");
        var broken = agwctl("audit", "verify");
        assertThat(broken.code()).isEqualTo(8);
        assertThat(broken.out())
                .contains("requests: BROKEN between 4 and 6: a turn is gone")
                .contains("acts: BROKEN at id 9");
    }

    @Test
    void actsAreATable() {
        gateway.on(
                "GET /admin/audit?kind=admin&actor=bob&limit=20",
                200,
                "{\"items\":[{\"id\":3,\"at\":\"2026-11-21T12:00:00Z\",\"actor\":\"bob\","
                        + "\"action\":\"provider.update\",\"subject\":\"provider openai\"}],\"limit\":20}");

        assertThat(agwctl("audit", "list", "--actor", "bob").out())
                .contains("bob    provider.update");
    }

    @Test
    void aSecurityAuditThatFindsErrorsFailsAPipeline() {
        gateway.on(
                "GET /admin/security/audit?days=14",
                200,
                """
                {"items":[{"severity":"warning","code":"key_without_expiry","kind":"virtual_key",
                  "id":"ci","owner":"prod","message":"it works for ever"}],
                 "counts":{"error":0,"warning":1}}
                """);
        var warned = agwctl("security", "audit");
        assertThat(warned.code()).isZero();
        assertThat(warned.out())
                .contains("warning   key_without_expiry  virtual_key  ci")
                .endsWith("0 errors, 1 warnings\n");
        assertThat(agwctl("security", "audit", "--strict").code()).isEqualTo(3);

        gateway.on(
                "GET /admin/security/audit?days=30",
                200,
                "{\"items\":[{\"severity\":\"error\"}],\"counts\":{\"error\":1,\"warning\":0}}");
        assertThat(agwctl("security", "audit", "--days", "30").code()).isEqualTo(3);
    }

    @Test
    void ourNumbersStandBesideTheProviders() {
        gateway.on(
                "GET /admin/usage/reconciliation?provider_id=router",
                200,
                "{\"items\":[{\"provider_id\":\"router\",\"model\":\"m\",\"requests\":3,\"reported\":2,"
                        + "\"estimated\":1,\"rejected\":0,\"unknown\":0,\"input_tokens\":10,"
                        + "\"told_input_tokens\":11,\"output_tokens\":5,\"told_output_tokens\":5,"
                        + "\"cost_usd\":\"0.03\",\"told_cost_usd\":\"0.031\",\"difference_usd\":\"-0.001\"}]}");

        assertThat(agwctl("usage", "reconcile", "--provider", "router").out())
                .contains("router       m      3         2         1          0         0")
                .contains("0.03      0.031  -0.001");
    }
}
