package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Message;

/// An answer that is to go on from what the client has begun for the model.
public final class Continuation {
    private Continuation() {}

    /// Why a dialect that has no word for it cannot be asked.
    ///
    /// @param conversation that ends with the assistant
    /// @param api the dialect's name
    public static Inexpressible refused(Conversation conversation, String api) {
        var messages = conversation.messages();
        int leading = 0;
        while (messages.get(leading).role() == Message.Role.SYSTEM) {
            leading++;
        }
        return new Inexpressible(
                "messages[" + (messages.size() - 1 - leading) + "]",
                "is the assistant's, to be gone on from, which has no like in "
                        + api
                        + " (expected: the user's last)");
    }
}
