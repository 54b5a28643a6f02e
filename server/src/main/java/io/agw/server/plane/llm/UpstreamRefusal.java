package io.agw.server.plane.llm;

import io.agw.server.call.Deadline;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Outcome;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.Map;

/// What a client is told when an upstream did not do its part: who failed and how, in the gateway's
/// own words. What the upstream wrote stays behind, but for words that cannot be prose, and but for
/// faults of the client's own, which only the upstream's sentence explains.
final class UpstreamRefusal {
    private static final int UNPAID = 402;

    private UpstreamRefusal() {}

    /// The end of a turn that no upstream answered: a fault of the client's as the upstream told
    /// it, where both speak alike.
    static TurnRefused told(Outcome.Failed<?> failed) {
        var refusal = of(failed.fault(), failed.providerId());
        return failed.fault() instanceof Fault.Answered answered && answered.isForClient()
                ? new TurnRefused(refusal, answered.words().document())
                : new TurnRefused(refusal);
    }

    static Refusal of(Fault fault, String providerId) {
        return switch (fault) {
            case Fault.Answered answered -> answered(answered, providerId);
            case Fault.Broken(var failure) -> broken(failure, providerId);
            case Fault.Open(var opensIn) ->
                    new Refusal(
                                    503,
                                    fault.code(),
                                    "provider \"" + providerId + "\" is left alone after failures",
                                    opensIn)
                            .with(Map.of("provider", providerId));
            case Fault.Cooling cooling -> cooling(cooling, providerId);
            case Fault.Denied(var refusal) -> refusal;
            case Fault.Unsaid(var field, var says) ->
                    new Refusal(
                                    400,
                                    fault.code(),
                                    says + "; provider \"" + providerId + "\" cannot be told")
                            .about(field);
        };
    }

    /// As the refusal itself was told, which set the keys aside.
    private static Refusal cooling(Fault.Cooling cooling, String providerId) {
        int status = cooling.status();
        var keys = "every key of provider \"" + providerId + "\" ";
        var said = said(cooling.error());
        return status == 429
                ? new Refusal(
                        status,
                        code(status, cooling.error()),
                        keys + "is over its limit" + said,
                        cooling.left())
                : new Refusal(
                        502,
                        refusedKey(status),
                        keys + "was refused" + said + "; the provider is asked again later",
                        cooling.left());
    }

    private static Refusal broken(UpstreamFailure failure, String providerId) {
        var provider = "provider \"" + providerId + "\" ";
        return switch (failure) {
            case UpstreamFailure.Unreachable _ ->
                    refusal(502, failure, provider + "cannot be reached");
            case UpstreamFailure.Forbidden _ ->
                    refusal(502, failure, provider + "may not be called; the log says why");
            case UpstreamFailure.Unauthenticated _ ->
                    refusal(502, failure, provider + "has a key that brings no token");
            case UpstreamFailure.TlsFailed _ ->
                    refusal(502, failure, provider + "offers no TLS connection that is trusted");
            case UpstreamFailure.Exhausted _ ->
                    refusal(503, failure, provider + "has all its connections in use");
            case UpstreamFailure.TimedOut(var deadline) ->
                    refusal(
                            504,
                            failure,
                            deadline == Deadline.REQUEST
                                    ? "the request is late: total; provider \""
                                            + providerId
                                            + "\" was asked last"
                                    : provider + "is late: " + deadline.word());
            case UpstreamFailure.Reset _ ->
                    refusal(502, failure, provider + "broke off its answer");
            case UpstreamFailure.Malformed _ ->
                    refusal(502, failure, provider + "gave an answer that cannot be read");
            case UpstreamFailure.TooLarge _ ->
                    refusal(502, failure, provider + "gave an answer that is too large");
            case UpstreamFailure.Reported(_, var error) ->
                    refusal(
                            502,
                            failure,
                            provider + "reported an error within its answer" + said(error));
            case UpstreamFailure.ModelFailed(_, var reason) ->
                    refusal(502, failure, "the model of " + provider + "failed" + said(reason));
            case UpstreamFailure.Cancelled _ -> refusal(503, failure, "the request was given up");
        };
    }

    private static Refusal refusal(int status, UpstreamFailure failure, String message) {
        return new Refusal(status, failure.code(), message);
    }

    /// The upstream's word for it, where it has one that may be shown.
    private static String said(UpstreamError error) {
        var word = error.code() == null ? error.type() : error.code();
        return word == null ? "" : ": " + word;
    }

    private static Refusal answered(Fault.Answered answered, String providerId) {
        return new Refusal(
                status(answered),
                answered.isGatewaysKeyRefused()
                        ? refusedKey(answered.isSpent() ? UNPAID : answered.status())
                        : code(answered.status(), answered.error()),
                message(answered, providerId),
                answered.retryAfter(),
                answered.error().param());
    }

    private static String message(Fault.Answered answered, String providerId) {
        var said = answered.words().message();
        if (said != null && answered.isForClient()) {
            return said;
        }
        var error = answered.error();
        var message =
                new StringBuilder("provider \"")
                        .append(providerId)
                        .append(
                                answered.isGatewaysKeyRefused()
                                        ? "\" refused the gateway's own key: "
                                        : "\" answered ")
                        .append(answered.status());
        if (error.code() != null || error.type() != null) {
            message.append(' ').append(error.code() != null ? error.code() : error.type());
        }
        if (error.param() != null) {
            message.append(" for ").append(error.param());
        }
        return message.toString();
    }

    /// A client error stays what it is; the rest is a bad gateway, except where the client can act
    /// on the difference. That a prompt is too long every API says with 400.
    private static int status(Fault.Answered answered) {
        if (answered.isGatewaysKeyRefused()) {
            return 502;
        }
        boolean isTooLong = UpstreamError.TOO_LONG.equals(answered.error().code());
        if (isTooLong && answered.words().document() == null) {
            return 400;
        }
        int status = answered.status();
        boolean kept = (status >= 400 && status < 500) || status == 503 || status == 504;
        return kept ? status : status == 529 ? 503 : 502;
    }

    /// The key failed that the upstream was shown, not the client's virtual key: no word that says
    /// otherwise.
    private static String refusedKey(int status) {
        return switch (status) {
            case 401 -> "upstream_unauthorized";
            case 402 -> "upstream_payment_required";
            default -> "upstream_permission_denied";
        };
    }

    private static String code(int status, UpstreamError error) {
        return switch (status) {
            case 401, 402, 403 -> refusedKey(status);
            case 429 -> error.code() == null ? "rate_limit_exceeded" : error.code();
            case 503, 529 -> "upstream_overloaded";
            case 504 -> "upstream_timeout";
            default -> {
                if (status < 400) {
                    yield "upstream_redirected";
                }
                if (status >= 500) {
                    yield "upstream_error";
                }
                yield error.code() != null ? error.code() : "upstream_refused";
            }
        };
    }
}
