package io.agw.server.admin.logins;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.CredentialAttributes;
import io.agw.bundle.model.CredentialType;
import io.agw.bundle.model.Lifecycle;
import io.agw.bundle.problem.Position;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Edit;
import io.agw.reconciler.apply.EditResult;
import io.agw.reconciler.apply.Requester;
import io.agw.server.admin.api.AdminError;
import io.agw.server.login.CredentialWriter;
import io.agw.server.login.LoginOrder;
import java.util.Map;

/// Writes credentials of logins as an administrator writes objects. They hold no secret: the tokens
/// lie beside the configuration. Thread-safe.
public final class LoginCredentials implements CredentialWriter {
    private final Applier applier;
    private final ObjectCodec codec = new ObjectCodec();

    public LoginCredentials(Applier applier) {
        this.applier = applier;
    }

    @Override
    public void create(NewCredential wanted, LoginOrder.Operator operator) throws NotWritten {
        var credential =
                new Credential(
                        wanted.id(),
                        CredentialType.CLIAUTH_TOKEN,
                        wanted.providerId(),
                        null,
                        wanted.scope(),
                        wanted.label(),
                        0,
                        false,
                        new CredentialAttributes(null, null),
                        Map.of(),
                        Lifecycle.NORMAL);
        var declared = new Declared(credential, codec.canonical(credential), Position.of("login"));
        var requester = new Requester(operator.actor(), operator.from(), operator.requestId());
        switch (applier.edit(new Edit.Create(declared), requester, null)) {
            case EditResult.Planned(var result) -> expectApplied(wanted.id(), result);
            case EditResult.Exists _ -> throw notWritten(wanted.id(), "it exists already");
            case EditResult.Missing _, EditResult.ReadOnly _, EditResult.Rotating _ ->
                    throw notWritten(wanted.id(), "it cannot be written");
        }
    }

    private static void expectApplied(String id, ApplyResult result) throws NotWritten {
        switch (result) {
            case ApplyResult.Applied _, ApplyResult.Unchanged _ -> {}
            case ApplyResult.Invalid(var plan) ->
                    throw notWritten(id, AdminError.summary(plan.problems()));
            case ApplyResult.Unpublished _ -> throw notWritten(id, "it is not serving yet");
            case ApplyResult.Conflicted _, ApplyResult.Blocked _, ApplyResult.Stale _ ->
                    throw notWritten(id, "the configuration changed at the same time");
            case ApplyResult.Failed(var message) -> throw notWritten(id, message);
        }
    }

    private static NotWritten notWritten(String id, String why) {
        return new NotWritten("credential " + id + " was not written: " + why);
    }
}
