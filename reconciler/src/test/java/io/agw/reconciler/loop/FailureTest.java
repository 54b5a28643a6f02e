package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.world.Bundles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever goes wrong, the last good configuration serves, and the status says what it is.
class FailureTest extends WorldTest {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static SourceFailure failure(Reason reason) {
        return new SourceFailure(reason, "refused by git.example", null);
    }

    @Test
    void aServerThatIsDownForHalfAnHourIsAskedLessAndLessAndToldOfRarely() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.fail(failure(Reason.GIT_OPERATION_FAILED));
        int answered = source.resolves();
        world.poll();
        assertThat(world.ready("prod")).isEqualTo("False GitOperationFailed");
        var attempts = new ArrayList<Instant>();

        for (int second = 0; second < 1_800; second++) {
            int before = source.resolves();
            world.advance(Duration.ofSeconds(1));
            if (source.resolves() > before) {
                attempts.add(world.time().instant());
            }
        }

        for (int i = 1; i < attempts.size(); i++) {
            assertThat(Duration.between(attempts.get(i - 1), attempts.get(i)))
                    .isLessThanOrEqualTo(LONGEST.plusSeconds(1))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        int failures = world.status("prod").at("/failures/consecutive").asInt();
        assertThat(failures).isEqualTo(source.resolves() - answered).isGreaterThan(10);
        assertThat(world.serving().keys()).containsExactly("provider/a");
        assertThat(world.condition("prod", "FetchFailed").path("status").asString())
                .isEqualTo("True");
        assertThat(world.events("prod").stream().filter("Failed"::equals).count())
                .isEqualTo(1 + failures / 10);

        source.fail(null);
        world.advance(LONGEST);
        assertThat(world.ready("prod")).isEqualTo("True NoChange");
        assertThat(world.events("prod")).endsWith("Recovered");
        assertThat(world.status("prod").at("/failures/consecutive").asInt()).isZero();
        assertThat(world.condition("prod", "FetchFailed").isMissingNode()).isTrue();
    }

    @Test
    void theWaitThatAServerAsksForIsKept() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.fail(
                new SourceFailure(
                        Reason.GIT_OPERATION_FAILED,
                        "429",
                        null,
                        Duration.ofMinutes(2),
                        List.of()));
        world.poll();
        int before = source.resolves();

        world.advance(Duration.ofSeconds(112));
        assertThat(source.resolves()).isEqualTo(before);
        world.advance(Duration.ofSeconds(10));
        assertThat(source.resolves()).isEqualTo(before + 1);
    }

    @Test
    void aBranchThatIsGoneDeletesNothingAndRecoversWhenItIsBack() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 100));
        source.push(Bundles.providers("a", "b"));
        world.start();

        source.fail(failure(Reason.REF_NOT_FOUND));
        for (int i = 0; i < 5; i++) {
            int before = source.resolves();
            world.poll();
            assertThat(source.resolves()).isGreaterThan(before);
        }

        assertThat(world.ready("prod")).isEqualTo("False RefNotFound");
        assertThat(world.stored()).containsExactly("provider/a", "provider/b");
        source.fail(null);
        source.push(Bundles.providers("a", "b", "c"));
        world.poll();
        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }

    @Test
    void anEmptySourceDeletesNothingEvenWithPrune() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 100));
        source.push(Bundles.providers("a", "b"));
        world.start();

        source.push(Map.of());
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False EmptyBundle");
        assertThat(world.stored()).containsExactly("provider/a", "provider/b");
        assertThat(world.status("prod").path("pendingPlan").isMissingNode()).isTrue();
    }

    @Test
    void aFolderThatIsGoneDeletesNothing() {
        var source = world.source("prod", policy -> Policies.pruning(policy, 100));
        source.push(Bundles.providers("a"));
        world.start();

        source.fail(failure(Reason.PATH_NOT_FOUND));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False PathNotFound");
        assertThat(world.stored()).containsExactly("provider/a");
    }

    @Test
    void everyFaultyFileIsReportedWithItsPlaceAndNothingIsApplied() {
        var source = world.source("prod");
        source.push(Bundles.providers("good"));
        world.start();

        source.push(
                Map.of(
                        "a.yaml",
                        Bundles.HEAD + "providers: [\n",
                        "b.yaml",
                        Bundles.providers("b: {no_such_field: 1}"),
                        "c.yaml",
                        Bundles.HEAD + "providers:\n- {provider_type: echo}\n",
                        "d.yaml",
                        Bundles.providers("d")));
        world.poll();

        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Stalled");
        assertThat(world.condition("prod", "Stalled").path("status").asString()).isEqualTo("True");
        var places = new ArrayList<String>();
        world.status("prod")
                .get("problems")
                .forEach(problem ->
                        places.add(
                                problem.get("file").asString()
                                        + ":"
                                        + (problem.path("line").asInt(0) > 0)));
        assertThat(places).contains("a.yaml:true", "b.yaml:true", "c.yaml:true");
        assertThat(world.stored()).containsExactly("provider/good");
        assertThat(world.serving().keys()).containsExactly("provider/good");
    }

    @Test
    void referencesAreCheckedWhateverElseIsWrong() {
        var source = world.source("prod");
        source.push(Bundles.providers("good"));
        world.start();

        source.push(
                Map.of(
                        "a.yaml",
                        Bundles.providers("b: {no_such_field: 1}"),
                        "b.yaml",
                        Bundles.HEAD
                                + """
                                managedModels:
                                - {provider_id: gone, upstream_model: m}
                                - {provider_id: good, upstream_model: m}
                                - {provider_id: b, upstream_model: m}
                                """));
        world.poll();

        var problems = new ArrayList<String>();
        world.status("prod")
                .get("problems")
                .forEach(problem -> problems.add(problem.get("message").asString()));
        assertThat(problems)
                .satisfiesExactly(
                        first -> assertThat(first).contains("no_such_field: unknown field"),
                        second -> assertThat(second).startsWith("provider_id: \"gone\" "));
    }

    @Test
    void aBadRevisionIsRenderedOnceHoweverLongItStays() {
        var source = world.source("prod");
        source.push(Bundles.HEAD + "providers: [\n");
        world.start();

        for (int i = 0; i < 60; i++) {
            world.poll();
        }

        assertThat(source.fetches()).isEqualTo(1);
        assertThat(world.metrics().of("step render")).isEqualTo(1);
        assertThat(source.resolves()).isGreaterThan(55);
    }

    @Test
    void whatDependsOnTheStoreIsValidatedAgainAtEveryInterval() {
        var source = world.source("prod");
        world.serving()
                .judge(candidate ->
                        candidate.isEmpty() ? List.of() : List.of(problem("provider/a")));
        source.push(Bundles.providers("a"));
        world.start();
        assertThat(world.ready("prod")).isEqualTo("False ValidationFailed");

        world.serving().judge(_ -> List.of());
        world.poll();

        assertThat(world.metrics().of("step render")).isEqualTo(1);
        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }

    @Test
    void whatCannotBeCompiledIsNeverCommittedAndPlacedWhereItIsDeclared() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();

        world.serving().judge(_ -> List.of(problem("provider/b")));
        source.push(Bundles.providers("a", "b"));
        world.poll();

        assertThat(world.version()).isEqualTo(1);
        assertThat(world.serving().keys()).containsExactly("provider/a");
        assertThat(world.ready("prod")).isEqualTo("False ValidationFailed");
        var problem = world.status("prod").at("/problems/0");
        assertThat(problem.get("code").asString()).isEqualTo("AGW1306");
        assertThat(problem.get("file").asString()).isEqualTo("bundle.yaml");
        assertThat(problem.get("line").asInt()).isEqualTo(5);
    }

    private static Problem problem(String object) {
        return new Problem(
                Severity.ERROR, Code.CANNOT_COMPILE, Position.of(object), "does not compile", null);
    }

    @Test
    void anUnsetVariableIsSaidToBeOneAndSettingItIsEnough() {
        var source = world.source("prod");
        source.push(Bundles.providers("a: {api_key: '${KEY}'}"));
        world.start();
        assertThat(world.ready("prod")).isEqualTo("False VariableNotSet");

        world.variables().put("KEY", "secret-1");
        world.poll();
        assertThat(world.ready("prod")).isEqualTo("True Applied");

        world.variables().put("KEY", "secret-2");
        world.poll();
        assertThat(world.status("prod").at("/lastApplied/counts/update").asInt()).isEqualTo(1);
        assertThat(world.desk("prod").status().toString()).doesNotContain("secret-");
    }

    @Test
    void aFailedPublicationIsMadeUpForByTheNextAttempt() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        world.start();
        source.push(Bundles.providers("a", "b"));
        world.serving()
                .whilePublishing(() -> {
                    throw new IllegalStateException("no");
                });

        world.poll();
        assertThat(world.events("prod")).contains("Failed");

        world.advance(Duration.ofSeconds(5));
        assertThat(world.ready("prod")).isEqualTo("True NoChange");
        assertThat(world.serving().keys()).containsExactly("provider/a", "provider/b");
        assertThat(world.status("prod").at("/lastApplied/counts/create").asInt()).isEqualTo(1);
        assertThat(world.desk("prod").history(5)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonOfASourceHasOneInTheStatus(Reason reason) {
        var source = world.source("prod");
        source.fail(failure(reason));

        world.start();

        assertThat(world.ready("prod")).isEqualTo("False " + reason.word());
        var phase = world.status("prod").get("phase").asString();
        assertThat(phase).isEqualTo(reason.stalls() ? "Stalled" : "Failed");
        var told = world.store().outbox().after(0, 10).getLast().draft();
        assertThat(told.type()).isEqualTo("Failed");
        assertThat(told.dataJson()).contains("\"reason\":\"" + reason.word() + "\"");
    }

    @Test
    void aStateThatCannotBeUsedIsNotFetchedAgain() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        source.whileFetching(() -> source.fail(failure(Reason.FILE_TOO_LARGE)));
        world.start();
        source.fail(null);

        for (int i = 0; i < 10; i++) {
            world.poll();
        }

        assertThat(source.fetches()).isEqualTo(1);
        assertThat(world.ready("prod")).isEqualTo("False FileTooLarge");
        source.push(Bundles.providers("a"));
        world.poll();
        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }

    @Test
    void aDefectInOneAttemptDoesNotEndTheLoop() {
        var source = world.source("prod");
        source.push(Bundles.providers("a"));
        source.whileFetching(() -> {
            throw new IllegalStateException("a defect");
        });
        world.start();
        assertThat(world.status("prod").get("phase").asString()).isEqualTo("Failed");

        world.advance(Duration.ofSeconds(5));

        assertThat(world.ready("prod")).isEqualTo("True Applied");
    }
}
