package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.provider.Provider;
import io.agw.server.provider.Refused;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Reads how an upstream says that it will not answer. Stateless.
final class UpstreamErrors {
    private static final int LONGEST = 64 * 1024;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private UpstreamErrors() {}

    /// @param sent whose reply is closed when it has been read
    /// @param asked what the client speaks
    /// @param account that was called
    /// @param callersKey whether the client's own key was shown
    static Fault.Answered read(Sent sent, Api asked, Provider account, boolean callersKey) {
        try (var reply = sent.reply()) {
            var body = whatComes(reply);
            var said = ErrorDocument.read(body);
            var error = said.error().typed(typeOf(reply));
            int status = meant(reply.status(), said, error, account);
            // a client whose own key is at fault hears what was said to it
            status = callersKey && reply.status() == BAD_REQUEST ? BAD_REQUEST : status;
            var secrets = account.secrets();
            boolean shown = said.whole() && sent.spoken() == asked && said.isOf(asked);
            var document = shown && said.isFreeOf(secrets) ? body : null;
            return new Fault.Answered(
                    status,
                    error.said(status, said.sentence()).without(secrets::isShownBy),
                    ToldWait.of(reply, said),
                    new UpstreamWords(callersKey, said.message(secrets), document));
        }
    }

    private static int meant(
            int status, ErrorDocument said, UpstreamError error, Provider account) {
        return status == BAD_REQUEST && said.isOfKey()
                ? UNAUTHORIZED
                : account.meant(new Refused(status, error, said.sentence(), said.isBareSentence()));
    }

    /// AWS names the exception in a header, some services with an address behind it:
    /// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization.
    private static @Nullable String typeOf(UpstreamReply reply) {
        var type = reply.header("x-amzn-errortype");
        int end = type == null ? -1 : type.indexOf(':');
        return type == null || end < 0 ? type : type.substring(0, end);
    }

    /// The body as far as it comes: the status stands, whatever comes with it.
    private static byte[] whatComes(UpstreamReply reply) {
        var body = new ByteArrayOutputStream();
        var piece = new byte[4096];
        try {
            int read = reply.read(piece, 0, piece.length);
            while (read >= 0 && body.size() < LONGEST) {
                body.write(piece, 0, read);
                read = reply.read(piece, 0, piece.length);
            }
        } catch (CallFailed _) {
            // what came before is used
        }
        return body.toByteArray();
    }
}
