package io.agw.server.provider;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.ChatHabit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One account at a vendor, with one key, ready to be called. Immutable, thread-safe and cheap to
/// hold; every reply is owned and closed by the caller.
public interface Provider {
    /// What {@link #maxTokens} is where nobody says otherwise.
    long MAX_TOKENS = 4_096;

    /// Whether the vendor itself has an operation in this shape.
    boolean serves(Api api);

    /// The account as it serves a model, for vendors that serve some in other shapes than others:
    /// {@link #serves} then tells what holds for any of them.
    ///
    /// @param model null when none is named
    default Provider serving(@Nullable String model) {
        return this;
    }

    /// Where its chat completions differ from OpenAI's own, for requests that are written anew.
    default Set<ChatHabit> chatHabits() {
        return Set.of();
    }

    /// Who signs the thoughts of its models, where that is not the vendor whose dialect it has:
    /// host and port of who does. Empty where it is that vendor.
    default String signer() {
        return "";
    }

    /// Most tokens of an answer, where the vendor demands a limit and the client has set none.
    default long maxTokens() {
        return MAX_TOKENS;
    }

    /// The status that a refusal stands for, where the vendor answers with one that says something
    /// else: a key or an account that is at fault, and a model that failed, are no faults of a
    /// request.
    default int meant(Refused refused) {
        return refused.status();
    }

    /// Asks for one that it serves. Answers, errors included, are the vendor's.
    ///
    /// @throws CallFailed when no answer began
    UpstreamReply call(Api api, ProviderCall call) throws CallFailed;

    /// Host and port, for spans; empty when nothing is called over a network.
    String address();

    /// Id of the credential with which it is called; empty for the provider's own, or none.
    default String credentialId() {
        return "";
    }

    /// What must not be shown of an answer.
    SentSecrets secrets();
}
