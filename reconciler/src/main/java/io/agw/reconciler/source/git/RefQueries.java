package io.agw.reconciler.source.git;

import io.agw.reconciler.source.SourceFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets sources that ask one server for one ref share the question. Thread-safe.
///
/// Whoever comes while a question is under way waits for its end, and takes its answer only when it
/// was asked late enough to know what the newcomer wants to know. The next question is then shared
/// by all who waited. A failure is shared by those who waited for it and never kept.
final class RefQueries {
    private final Map<Object, Question> questions = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /// @param nanos a clock that never goes back
    RefQueries(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Answers from memory, or asks.
    ///
    /// @param key equal for equal questions
    /// @param maxAge how long ago the question may have been asked
    /// @param ask bounded in time
    /// @throws SourceFailure what `ask` throws
    Tip ask(Object key, Duration maxAge, Supplier<Tip> ask) throws InterruptedException {
        var wanted = nanos.getAsLong();
        var question = questions.computeIfAbsent(key, _ -> new Question());
        question.lock.lockInterruptibly();
        try {
            var age = wanted - question.askedAt;
            var tip = question.tip;
            if (tip != null && age <= maxAge.toNanos()) {
                return tip;
            }
            var failure = question.failure;
            if (failure != null && age <= 0) {
                throw failure;
            }
            return question.ask(ask, nanos.getAsLong());
        } finally {
            question.lock.unlock();
        }
    }

    /// The last question about one ref and how it ended. Guarded by its lock.
    private static final class Question {
        private final ReentrantLock lock = new ReentrantLock(true);
        private long askedAt;
        private @Nullable Tip tip;
        private @Nullable SourceFailure failure;

        private Tip ask(Supplier<Tip> ask, long now) {
            tip = null;
            failure = null;
            askedAt = now;
            try {
                var answer = ask.get();
                tip = answer;
                return answer;
            } catch (SourceFailure e) {
                failure = e;
                throw e;
            }
        }
    }
}
