package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.output.Json;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GitopsTest {
    private static final String SOURCES = "/admin/gitops/sources";

    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aReadySourceIsOneLine() {
        sources(ready("default"));

        assertThat(agwctl("gitops", "status").out())
                .isEqualTo(
                        """
                        NAME     TYPE  PHASE   APPLIED          AT                    OBJECTS
                        -------  ----  ------  ---------------  --------------------  -------
                        default  dir   Synced  dir@sha256:1a2b  2026-11-21T11:00:00Z  4
                        """);
    }

    @Test
    void aBrokenSourceSaysWhyWithFileAndLineAndWhatStillServes() {
        sources(invalid("default"));

        var result = agwctl("gitops", "status");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("default: ValidationFailed: 1 problem\n")
                .contains("  a.yaml:7:3: error AGW1101: nmae: unknown field (did you mean name?)\n")
                .contains("  still serving dir@sha256:1a2b\n");
    }

    @Test
    void suspensionsHeldRevisionsAndBlockedPlansSayWhatToDo() {
        sources(
                """
                {"name":"prod","type":"git","status":{"phase":"Blocked",
                 "suspended":{"reason":"freeze","actor":"bob","until":"2026-11-22T00:00:00Z"},
                 "conditions":[{"type":"Ready","status":"False","reason":"PruneLimitExceeded","message":"too many"},
                               {"type":"Drifted","status":"True","reason":"Drift","message":"1 object"}],
                 "held":[{"revision":"main@sha1:bad","by":"rollback","actor":"bob","reason":"5xx"}],
                 "pendingPlan":{"planId":"p-1","guards":[{"code":"PruneLimitExceeded","limit":"20%","actual":"25%"}]}}}
                """);

        assertThat(agwctl("gitops", "status").out())
                .contains("prod: suspended by bob: freeze  [until 2026-11-22T00:00:00Z]\n")
                .contains(
                        "prod: held back main@sha1:bad: 5xx  [agwctl gitops release main@sha1:bad"
                                + " --source prod]\n")
                .contains(
                        "prod: blocked by PruneLimitExceeded: 25% (limit 20%)  [agwctl gitops approve"
                                + " p-1]\n")
                .contains("prod: Drifted: 1 object\n");
    }

    @ParameterizedTest
    @CsvSource({
        "True, Applied, 0",
        "False, ValidationFailed, 3",
        "False, PruneLimitExceeded, 4",
        "False, OwnershipConflict, 5",
        "False, AuthenticationFailed, 6",
        "False, Timeout, 7",
        "False, SignatureUntrusted, 8"
    })
    void waitingEndsAsTheSourceDoes(String status, String reason, int exit) {
        sources(source("default", status, reason, "abc123"));

        assertThat(agwctl("gitops", "status", "--wait", "--revision", "abc123").code())
                .isEqualTo(exit);
    }

    @Test
    void waitingForARevisionThatDoesNotComeTimesOut() {
        sources(ready("default"));

        var result =
                new Run(folder)
                        .at(gateway)
                        .realClock()
                        .agwctl(
                                "gitops",
                                "status",
                                "--wait",
                                "--revision",
                                "abc",
                                "--timeout",
                                "1s");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).contains("source default is not there after 1 s");
    }

    @Test
    void aReconcileWaitsForItsOwnRequest() {
        var looks = new AtomicInteger();
        sources(ready("default"));
        gateway.on("POST " + SOURCES + "/default/reconcile", 202, "{\"request\":\"r-2\"}");
        gateway.on(
                "GET " + SOURCES + "/default",
                _ ->
                        TestGateway.Answer.json(
                                200,
                                looks.incrementAndGet() < 3
                                        ? ready("default")
                                        : invalid("default")
                                                .replace(
                                                        "\"phase\"",
                                                        "\"lastHandledReconcileRequest\":\"r-2\",\"phase\"")));

        var result = agwctl("gitops", "reconcile", "--wait");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).contains("a.yaml:7:3: error AGW1101");
        assertThat(result.err())
                .isEqualTo("agwctl: source default is not ready: ValidationFailed\n");
        assertThat(looks).hasValue(3);
    }

    @Test
    void aSuspendedSourceIsNotReconciled() {
        sources(ready("default"));
        gateway.on(
                "POST " + SOURCES + "/default/reconcile",
                409,
                "{\"error\":\"suspended by bob: freeze\",\"code\":\"suspended\"}");

        var result = agwctl("gitops", "reconcile");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("suspended by bob: freeze");
    }

    @Test
    void aSuspensionEndsAtATimeFromNow() {
        sources(ready("default"));
        gateway.on("POST " + SOURCES + "/default/suspend", 200, ready("default"));

        agwctl("gitops", "suspend", "--reason", "freeze", "--until", "2h");

        assertThat(gateway.last().body())
                .isEqualTo("{\"reason\":\"freeze\",\"until\":\"2026-11-21T14:00:00Z\"}");
    }

    @Test
    void aPlanIsApprovedAtTheSourceThatWaitsForIt() {
        sources(
                ready("other"),
                "{\"name\":\"prod\",\"status\":{\"pendingPlan\":{\"planId\":\"p-7c\"}}}");
        gateway.on("POST " + SOURCES + "/prod/approve", 200, ready("prod"));

        var known = agwctl("gitops", "approve", "p-7c", "--reason", "checked");
        assertThat(known.code()).isZero();
        assertThat(gateway.last().body())
                .isEqualTo("{\"plan_id\":\"p-7c\",\"reason\":\"checked\"}");

        assertThat(agwctl("gitops", "approve", "p-unknown").code()).isEqualTo(5);
    }

    @Test
    void aRevisionIsReleasedAtTheSourceThatHoldsIt() {
        sources(ready("other"), holding("prod", "main@sha1:bad"));
        gateway.on("POST " + SOURCES + "/prod/release", 200, ready("prod"));

        var result = agwctl("gitops", "release", "main@sha1:bad");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("source prod: released main@sha1:bad\n");
        assertThat(gateway.last().body()).isEqualTo("{\"revision\":\"main@sha1:bad\"}");
    }

    @Test
    void aRevisionThatIsNotHeldIsSaidWithThoseThatAre() {
        sources(holding("prod", "main@sha1:bad"), holding("dev", "main@sha1:worse"));

        var any = agwctl("gitops", "release", "main@sha1:good");
        var named = agwctl("gitops", "release", "main@sha1:bad", "--source", "dev");

        assertThat(any.code()).isEqualTo(5);
        assertThat(any.err())
                .isEqualTo(
                        "agwctl: revision main@sha1:good is not held back (expected: main@sha1:bad of"
                                + " prod, main@sha1:worse of dev)\n");
        assertThat(named.code()).isEqualTo(5);
        assertThat(named.err())
                .isEqualTo(
                        "agwctl: revision main@sha1:bad is not held back (expected: main@sha1:worse of"
                                + " dev)\n");
    }

    @Test
    void thatNoRevisionIsHeldIsSaid() {
        sources(ready("default"));

        var result = agwctl("gitops", "release", "main@sha1:good");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .isEqualTo(
                        "agwctl: revision main@sha1:good is not held back (expected: a held one, and"
                                + " none is)\n");
    }

    @Test
    void ofSeveralSourcesThatHoldARevisionOneMustBeNamed() {
        sources(holding("prod", "main@sha1:bad"), holding("dev", "main@sha1:bad"));

        var result = agwctl("gitops", "release", "main@sha1:bad");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("expected: --source with one of prod, dev");
    }

    @Test
    void withSeveralSourcesOneMustBeNamed() {
        sources(ready("a"), ready("b"));

        var result = agwctl("gitops", "resume");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("expected: one of a, b");
    }

    @Test
    void historyIsATable() {
        sources(ready("default"));
        gateway.on(
                "GET " + SOURCES + "/default/history?limit=2",
                200,
                """
                {"items":[{"id":412,"at":"2026-11-21T11:00:00Z","actor":"gitops:default","trigger":"poll",
                  "revision":"main@sha1:1a","counts":{"create":3,"update":1},"took_ms":12}]}
                """);

        assertThat(agwctl("gitops", "history", "--limit", "2").out())
                .contains(
                        "412  2026-11-21T11:00:00Z  main@sha1:1a  gitops:default  poll     3       1");
    }

    @Test
    void aRollbackShowsItsPlan() {
        sources(ready("default"));
        gateway.on(
                "POST " + SOURCES + "/default/rollback",
                200,
                "{\"revision\":413,\"plan\":{\"planId\":\"p-1\",\"source\":\"default\",\"summary\":{\"delete\":1},"
                        + "\"changes\":[{\"op\":\"delete\",\"kind\":\"provider\",\"name\":\"new\"}]}}");

        var result = agwctl("gitops", "rollback", "--to", "411", "--reason", "5xx");

        assertThat(gateway.last().body()).isEqualTo("{\"reason\":\"5xx\",\"to\":411}");
        assertThat(result.out()).contains("- provider/new").contains("source default: rolled back");
    }

    @Test
    void aPlanOfASourceHasTheExitCodesOfADiff() {
        sources(ready("default"));
        var plan =
                "{\"planId\":\"p-1\",\"source\":\"default\",\"summary\":{\"create\":1,\"hasChanges\":true},\"changes\":[]}";
        gateway.on("GET " + SOURCES + "/default/plan", 200, plan);

        assertThat(agwctl("gitops", "plan").code()).isZero();
        assertThat(agwctl("gitops", "plan", "--detailed-exitcode").code()).isEqualTo(2);
        assertThat(Json.read(agwctl("gitops", "plan", "-o", "json").out()))
                .isEqualTo(Json.read(plan));
    }

    @Test
    void watchingShowsEachChangeOnceUntilItIsInterrupted() throws Exception {
        var looks = new AtomicInteger();
        var seen = new CountDownLatch(6);
        gateway.on(
                "GET " + SOURCES,
                _ -> {
                    seen.countDown();
                    return TestGateway.Answer.json(
                            200,
                            items(
                                    looks.incrementAndGet() < 4
                                            ? ready("default")
                                            : invalid("default")));
                });
        gateway.on(
                "GET /admin/events",
                _ ->
                        new TestGateway.Answer(
                                200,
                                "text/event-stream",
                                ": hello\n\nevent: applied\ndata: {}\n\nevent: applied\ndata: {}\n\n"));
        var results = new java.util.concurrent.ArrayBlockingQueue<Run.Result>(1);
        var watching =
                Thread.ofVirtual().start(() -> results.add(agwctl("gitops", "status", "--watch")));

        assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
        watching.interrupt();
        watching.join();

        var out = results.take().out();
        assertThat(out.split("NAME", -1)).hasSize(3);
        assertThat(out).endsWith("still serving dir@sha256:1a2b\n");
    }

    private void sources(String... all) {
        gateway.on("GET " + SOURCES, 200, items(all));
        for (var one : all) {
            gateway.on("GET " + SOURCES + "/" + Json.read(one).path("name").asString(), 200, one);
        }
    }

    private static String items(String... all) {
        return "{\"items\":[" + String.join(",", all) + "]}";
    }

    private static String ready(String name) {
        return """
        {"name":"%s","type":"dir","status":{"phase":"Synced",
         "conditions":[{"type":"Ready","status":"True","reason":"Applied","message":"applied"}],
         "lastApplied":{"revision":"dir@sha256:1a2b","at":"2026-11-21T11:00:00Z"},"inventory":{"count":4}}}
        """
                .formatted(name);
    }

    private static String holding(String name, String revision) {
        return "{\"name\":\"%s\",\"status\":{\"held\":[{\"revision\":\"%s\"}]}}"
                .formatted(name, revision);
    }

    private static String invalid(String name) {
        return """
        {"name":"%s","type":"dir","status":{"phase":"Invalid",
         "conditions":[{"type":"Ready","status":"False","reason":"ValidationFailed","message":"1 problem"}],
         "lastApplied":{"revision":"dir@sha256:1a2b","at":"2026-11-21T11:00:00Z"},"inventory":{"count":4},
         "problems":[{"severity":"error","code":"AGW1101","file":"a.yaml","line":7,"column":3,
           "message":"nmae: unknown field","hint":"did you mean name?"}]}}
        """
                .formatted(name);
    }

    private static String source(String name, String status, String reason, String revision) {
        return """
        {"name":"%s","status":{"conditions":[{"type":"Ready","status":"%s","reason":"%s","message":""}],
         "lastApplied":{"revision":"main@sha1:%s"},"lastAttempted":{"revision":"main@sha1:%s"}}}
        """
                .formatted(name, status, reason, revision, revision);
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).at(gateway).agwctl(args);
    }
}
