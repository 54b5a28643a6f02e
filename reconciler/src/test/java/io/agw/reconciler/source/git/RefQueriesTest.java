package io.agw.reconciler.source.git;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefQueriesTest {
    private static final Tip TIP = new Tip("main", ObjectId.zeroId());

    private final RefQueries queries = new RefQueries(System::nanoTime);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whoComesDuringAQuestionSharesTheNextOne() throws Exception {
        var first = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var leader = started(() -> queries.ask("k", Duration.ZERO, () -> slow(begun, first)));
        begun.await();
        List<Thread> followers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            followers.add(started(() -> queries.ask("k", Duration.ZERO, this::answer)));
        }
        await().atMost(ofSeconds(20))
                .until(() ->
                        followers.stream().allMatch(t -> t.getState() == Thread.State.WAITING));

        first.countDown();

        leader.join();
        for (var follower : followers) {
            follower.join();
        }
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void anAnswerIsKeptForWhoTakesAnOldOne() throws InterruptedException {
        queries.ask("k", Duration.ZERO, this::answer);

        queries.ask("k", ofSeconds(30), this::answer);
        assertThat(asked.get()).isEqualTo(1);
        queries.ask("k", Duration.ZERO, this::answer);
        assertThat(asked.get()).isEqualTo(2);
        queries.ask("other", ofSeconds(30), this::answer);
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void aFailureIsNotKept() throws InterruptedException {
        assertThatThrownBy(() -> queries.ask("k", ofSeconds(30), RefQueriesTest::fail))
                .isInstanceOf(SourceFailure.class);

        assertThat(queries.ask("k", ofSeconds(30), this::answer)).isEqualTo(TIP);
    }

    private static Thread started(Callable<Tip> question) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        assertThat(question.call()).isEqualTo(TIP);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private Tip answer() {
        asked.incrementAndGet();
        return TIP;
    }

    private Tip slow(CountDownLatch begun, CountDownLatch until) {
        begun.countDown();
        try {
            assertThat(until.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answer();
    }

    private static Tip fail() {
        throw new SourceFailure(Reason.GIT_OPERATION_FAILED, "no");
    }
}
