package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says who signed a thought to clients of another dialect, whose own vendor would refuse it:
/// before the signature stand eight letters, which make up whole bytes where it is base64. They
/// come back with it, and are taken off where it goes back to its vendor.
///
/// An instance marks one answer. Not thread-safe.
public final class Signer {
    /// What a thought is signed with that nobody has signed, for clients whose own vendor signs all
    /// of them and would refuse it: it is known again by that.
    public static final String NOBODYS = Signatory.MARK + "none";

    private final Signatory signatory;
    private final Set<Integer> thoughts = new HashSet<>();

    /// @param signatory whose answer is read
    public Signer(Signatory signatory) {
        this.signatory = signatory;
    }

    /// The event as a client of another dialect is told it. The signatures of tool calls stay as
    /// they are: one vendor alone has them, and no other is sent them.
    public AnswerEvent sign(AnswerEvent event) {
        return switch (event) {
            case AnswerEvent.BlockBegun(int index, Block.SealedThinking(var data)) ->
                    new AnswerEvent.BlockBegun(
                            index, new Block.SealedThinking(signatory.marked(data)));
            case AnswerEvent.BlockBegun begun -> {
                if (begun.block() instanceof Block.Thinking) {
                    thoughts.add(begun.index());
                }
                yield begun;
            }
            case AnswerEvent.Signed(int index, var signature) when thoughts.contains(index) ->
                    new AnswerEvent.Signed(index, signatory.marked(signature));
            case AnswerEvent.Signed _,
                    AnswerEvent.Begun _,
                    AnswerEvent.Delta _,
                    AnswerEvent.BlockEnded _,
                    AnswerEvent.Counted _,
                    AnswerEvent.Foreign _,
                    AnswerEvent.Stopped _,
                    AnswerEvent.Ended _ ->
                    event;
        };
    }

    /// A signature as a client or vendor tells it; null when nobody has signed.
    public static @Nullable String told(@Nullable String signature) {
        return signature == null || signature.isEmpty() || signature.equals(NOBODYS)
                ? null
                : signature;
    }

    /// Whether a text is marked, or a call's signature in the disguise of a thought.
    static boolean isOurs(String text) {
        return text.startsWith(Signatory.MARK) || text.startsWith(CallSignature.PREFIX);
    }
}
