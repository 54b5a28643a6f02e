package io.agw.server.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of a dispatch.
///
/// @param <T> what an opened answer is to the caller
public sealed interface Outcome<T> {
    /// Calls made.
    int attempts();

    /// Who was asked last.
    Asked asked();

    /// Provider of the last attempt.
    default String providerId() {
        return asked().providerId();
    }

    /// The model that was asked for; null when none was named.
    default @Nullable String upstreamModel() {
        return asked().model();
    }

    /// Who was asked.
    ///
    /// @param model null when none was named
    /// @param candidate as the configuration calls it: `openai-main/gpt-4o`
    record Asked(String providerId, @Nullable String model, String candidate) {}

    /// An upstream answers.
    ///
    /// @param attempt the call, which the caller ends
    record Opened<T>(T answer, Asked asked, int attempts, Attempt attempt) implements Outcome<T> {}

    /// No upstream did; this is what the last one said.
    record Failed<T>(Fault fault, Asked asked, int attempts) implements Outcome<T> {
        /// The one of two that tells the client more: what somebody said who was asked, the later
        /// word, else whoever may be asked again first.
        Failed<T> orRather(Failed<T> earlier) {
            return switch (fault) {
                case Fault.Open(var opensIn) -> isSooner(opensIn, earlier) ? this : earlier;
                case Fault.Cooling(_, _, var left) -> isSooner(left, earlier) ? this : earlier;
                case Fault.Denied(var refusal) ->
                        isSooner(refusal.retryAfter(), earlier) ? this : earlier;
                case Fault.Answered _, Fault.Broken _, Fault.Unsaid _ -> this;
            };
        }

        /// @param wait null when waiting does not help
        private static boolean isSooner(@Nullable Duration wait, Failed<?> earlier) {
            return switch (earlier.fault) {
                case Fault.Open(var before) -> isSooner(wait, before);
                case Fault.Cooling(_, _, var before) -> isSooner(wait, before);
                case Fault.Denied(var refusal) -> isSooner(wait, refusal.retryAfter());
                case Fault.Answered _, Fault.Broken _, Fault.Unsaid _ -> false;
            };
        }

        private static boolean isSooner(@Nullable Duration wait, @Nullable Duration before) {
            return wait != null && (before == null || wait.compareTo(before) < 0);
        }
    }
}
