package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.Timeouts;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.Resource;
import io.agw.server.telemetry.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn asks of an upstream.
///
/// @param wording from which each attempt's request is made
/// @param passed what of the client's is meant for a vendor of its own dialect
/// @param proof longest wait for a stream to prove itself while another upstream could take over;
///   null when it need not
/// @param cancellation gives the turn up
/// @param span under which the attempts stand
/// @param clearance asked before each call
public record Ask(
        Wording wording,
        Passed passed,
        @Nullable Duration proof,
        Cancellation cancellation,
        Span span,
        Clearance clearance) {
    /// The list of models.
    ///
    /// @param query of the page to ask for, percent-encoded; empty for the first one
    public static Ask models(
            String query, Cancellation cancellation, Span span, Clearance clearance) {
        var passed = new Passed(List.of(), new Resource("GET", "", query));
        return new Ask(Wording.ofNothing(Api.MODELS), passed, null, cancellation, span, clearance);
    }

    /// The same for another request.
    public Ask asking(Wording other) {
        return new Ask(other, passed, proof, cancellation, span, clearance);
    }

    /// The operation, in the client's shape of it.
    public Api api() {
        return wording.api();
    }

    /// Whether the answer is to come as a stream.
    boolean streams() {
        return api().canStream() && wording.streams();
    }

    /// Whether somebody may be asked once more after a failure. A model's answer changes nothing at
    /// its vendor; what is only passed on may, and so may some of what answers are asked with, and
    /// these must not happen twice.
    ///
    /// @param begun whether an answer had begun
    boolean mayBeRepeatedAfter(Fault fault, boolean begun) {
        return !(begun || fault.mayBeDone()) || !hasEffects();
    }

    private boolean hasEffects() {
        return api() == Api.PASSTHROUGH
                ? !passed.resource().method().equals("GET")
                : wording.hasEffects();
    }

    /// Sends it.
    ///
    /// @throws Inexpressible when the vendor's dialect has no words for it; nothing was sent then
    Sent send(Provider provider, Target.Wanted wanted, List<Header> headers, Timeouts timeouts)
            throws CallFailed, Inexpressible {
        var model = wanted.model();
        checkStaysInPlace(model);
        var account = provider.serving(model);
        var spoken = wording.to(account, wanted);
        boolean alike = spoken.api() == api();
        var all = headers;
        if (alike && !passed.headers().isEmpty()) {
            all = new ArrayList<>(headers);
            all.addAll(passed.headers());
        }
        var call =
                new ProviderCall(
                        model,
                        wording.streams(),
                        alike ? passed.resource() : Resource.OWN,
                        spoken.body(),
                        all,
                        timeouts,
                        cancellation);
        return new Sent(
                spoken.api(),
                model,
                spoken.left(),
                provider.credentialId(),
                account.signer(),
                account.call(spoken.api(), call),
                false);
    }

    /// Some vendors have the model in the address, where dot segments would lead elsewhere, with
    /// the gateway's key.
    private static void checkStaysInPlace(@Nullable String model) throws Inexpressible {
        if (model == null || model.indexOf('.') < 0) {
            return;
        }
        for (var segment : model.split("[/\\\\]", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new Inexpressible("model", "has a dot segment (expected: a name)");
            }
        }
    }
}
