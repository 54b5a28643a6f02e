package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.turn.Refusal;
import org.jspecify.annotations.Nullable;

/// Asked before each call to an upstream whether it may be made, by limits that depend on who is
/// called. Used by the turn's own thread.
public interface Clearance {
    /// Of a turn that was not let in: who forgets to let it in calls nobody.
    Clearance NOT_LET_IN =
            call -> {
                throw new IllegalStateException(
                        "provider \""
                                + call.providerId()
                                + "\" (expected: the turn is let in first)");
            };

    /// May wait for its turn.
    ///
    /// @throws CallFailed when the turn was given up meanwhile
    Answer ask(Prospect call) throws CallFailed;

    /// The last call brought an answer, and another call follows for which there has to be room
    /// besides.
    ///
    /// @param nanoDollars that it cost; null when that is not known
    default void again(long tokens, @Nullable Long nanoDollars) {}

    /// A call that would be made.
    ///
    /// @param model as the provider names it; null when none is named
    /// @param longest most tokens that the model answers with; null when not known
    record Prospect(
            String providerId, @Nullable String model, @Nullable Long longest, Wording wording) {}

    /// What is said to it.
    sealed interface Answer {}

    /// @param pass held while the call is under way
    /// @param most tokens that the upstream may answer with at most, which it is to be told where
    ///   the client's request does not; null for none
    record Granted(Pass pass, @Nullable Long most) implements Answer {}

    /// @param refusal what the client is told when nobody else can be called
    record Denied(Refusal refusal) implements Answer {}

    /// What a call holds. Ended once, by either method.
    interface Pass extends AutoCloseable {
        /// Holds nothing.
        Pass OF_NOTHING = () -> {};

        /// The call is over.
        @Override
        void close();

        /// The call brought nothing, and may have cost all the same whatever it may cost at most.
        default void lost() {}

        /// The call was not made.
        default void undo() {
            close();
        }
    }
}
