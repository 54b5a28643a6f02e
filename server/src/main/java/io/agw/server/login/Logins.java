package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import io.agw.server.login.LoginResult.Reason;
import io.agw.server.login.LoginView.Phase;
import io.agw.server.snapshot.Snapshots;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import io.agw.store.StoreException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Runs logins: at most one at a time for an authenticator, each within its time. Whoever wants one
/// shows the page to a person and brings back what it says.
///
/// {@link #close} gives up those under way. Thread-safe.
public final class Logins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int REMEMBERED = 50;
    private static final int ID_BYTES = 18;
    private static final int STATE_BYTES = 32;

    private final Snapshots snapshots;
    private final TokenCustody.Renewing vendors;
    private final DeviceFlow devices;
    private final Keeping keeping;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /// In the order in which they began; guarded by this.
    private final Map<String, Login> logins = new LinkedHashMap<>();

    public Logins(
            Snapshots snapshots,
            TokenCustody.Renewing vendors,
            Keeping keeping,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.vendors = vendors;
        this.devices = new DeviceFlow(vendors.calls());
        this.keeping = keeping;
        this.clock = clock;
    }

    /// Where results go.
    public record Keeping(TokenCustody custody, CredentialWriter credentials, AuditLog audit) {}

    /// Begins a login.
    public LoginResult start(LoginOrder order) {
        var fault = fault(order.into());
        if (fault.isPresent()) {
            return fault.get();
        }
        return switch (vendors.authenticators().find(order.authenticator())) {
            case Authenticators.Found.Off(var why) -> refused(Reason.MISSING, why);
            case Authenticators.Found.Incomplete(var why) -> refused(Reason.INCOMPLETE, why);
            case Authenticators.Found.Ready(var flow) -> start(order, flow);
        };
    }

    private Optional<LoginResult> fault(LoginOrder.Into into) {
        return switch (into) {
            case LoginOrder.Into.New(var providerId, _, _)
                    when snapshots
                            .current()
                            .map(serving -> serving.provider(providerId))
                            .isEmpty() ->
                    Optional.of(refused(Reason.MISSING, "provider " + providerId + " not found"));
            case LoginOrder.Into.Present(var id) when keeping.custody().credential(id) == null ->
                    Optional.of(
                            refused(
                                    Reason.MISSING,
                                    "credential "
                                            + id
                                            + " not found (expected: an enabled one of type"
                                            + " cliauth_token)"));
            case LoginOrder.Into.New _, LoginOrder.Into.Present _ -> Optional.empty();
        };
    }

    private LoginResult start(LoginOrder order, Flow flow) {
        var running = running(order.authenticator());
        if (running != null) {
            return busy(running);
        }
        var wish = order.means().deviceFlow();
        boolean device = wish == null ? flow.config().deviceFlow() : wish;
        if (device && flow.deviceUrl() == null) {
            return refused(
                    Reason.INVALID,
                    "device_flow: true (expected: false, " + flow.name().word() + " has none)");
        }
        return device ? startDevice(order, flow) : startBrowser(order, flow);
    }

    private LoginResult startBrowser(LoginOrder order, Flow flow) {
        var redirect = flow.redirectUri(order.means().callbackPort(), order.means().freePort());
        if (redirect == null) {
            return refused(
                    Reason.INVALID, "callback_port is missing (expected: the callback's port)");
        }
        var state = Pkce.randomText(random, STATE_BYTES);
        var pkce = Pkce.make(random);
        var page = flow.authorizeUrl(redirect, state, pkce);
        var way = new Login.Way.Browser(page, redirect, state, pkce);
        return begin(login(order, flow, way));
    }

    private LoginResult startDevice(LoginOrder order, Flow flow) {
        return switch (devices.begin(flow)) {
            case DeviceFlow.Said.Begun(var way) -> begin(login(order, flow, way));
            case DeviceFlow.Said.Failed(var why) -> refused(Reason.VENDOR, why);
            case DeviceFlow.Said.Pending _,
                    DeviceFlow.Said.Confirmed _,
                    DeviceFlow.Said.Expired _ ->
                    throw new IllegalStateException("a device login answered before it began");
        };
    }

    private Login login(LoginOrder order, Flow flow, Login.Way way) {
        var id = "clilogin-" + Pkce.randomText(random, ID_BYTES);
        return new Login(id, order, flow, way, clock.instant());
    }

    /// Another one may have begun while the vendor was asked.
    private synchronized LoginResult begin(Login login) {
        var running = running(login.order().authenticator());
        if (running != null) {
            return busy(running);
        }
        logins.put(login.id(), login);
        forgetOldest();
        audit(login, login.order().operator(), "start");
        Thread.ofVirtual().name(login.id()).start(() -> watch(login));
        return new LoginResult.Done(login.view());
    }

    private void forgetOldest() {
        var over = new ArrayList<>(logins.values());
        over.removeIf(Login::isRunning);
        over.stream()
                .limit(Math.max(0, over.size() - REMEMBERED))
                .forEach(login -> logins.remove(login.id()));
    }

    private synchronized @Nullable Login running(CliAuthName name) {
        return all().stream()
                .filter(login -> login.order().authenticator() == name && login.isRunning())
                .findFirst()
                .orElse(null);
    }

    /// All that are remembered; those whose time is over have ended.
    private synchronized List<Login> all() {
        var now = clock.instant();
        for (var login : logins.values()) {
            if (login.expire(now)) {
                failed(login);
            }
        }
        return List.copyOf(logins.values());
    }

    private synchronized @Nullable Login find(String id) {
        return all().stream().filter(login -> login.id().equals(id)).findFirst().orElse(null);
    }

    /// How a login does.
    public Optional<LoginView> view(String id) {
        return Optional.ofNullable(find(id)).map(Login::view);
    }

    /// Gives a login up.
    public LoginResult cancel(String id, LoginOrder.Operator by) {
        var login = find(id);
        if (login == null) {
            return missing(id);
        }
        if (!login.end(Phase.CANCELLED, "cancelled by " + by.actor(), clock.instant())) {
            return refused(Reason.BUSY, "login " + id + " has ended already");
        }
        audit(login, by, "cancel");
        return new LoginResult.Done(login.view());
    }

    /// Takes what the sign-in page gave, and redeems it.
    ///
    /// @param given the address that the browser was sent to, or `code#state`
    public LoginResult callback(String id, String given) {
        var login = find(id);
        if (login == null) {
            return missing(id);
        }
        var answer = CallbackAnswer.read(given).orElse(null);
        if (!(login.way() instanceof Login.Way.Browser browser) || answer == null) {
            return refused(
                    Reason.INVALID,
                    "answer (expected: the address that the browser was sent to, or code#state)");
        }
        if (!login.isState(answer.state())) {
            return refused(
                    Reason.INVALID, "answer: its state is not that of this login (invalid_state)");
        }
        if (!login.redeems()) {
            return refused(Reason.BUSY, "login " + id + " waits for no answer");
        }
        if (answer.code().isEmpty()) {
            var word = GrantReading.word(answer.error());
            fail(login, "the sign-in page refused" + (word == null ? "" : ": " + word));
        } else {
            var code = new OAuthCalls.Code(answer.code(), browser.redirectUri(), browser.state());
            finish(login, vendors.calls().redeem(login.flow(), code, browser.pkce().verifier()));
        }
        return new LoginResult.Done(login.view());
    }

    /// Runs on a thread of its own until the login is over.
    private void watch(Login login) {
        try {
            while (!login.awaitEnd(login.way().intervalMillis())) {
                if (login.expire(clock.instant())) {
                    failed(login);
                } else if (login.way() instanceof Login.Way.Device way && login.waits()) {
                    ask(login, way);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("login {} broke off", login.id(), e);
            fail(login, "the gateway failed; its log says why");
        }
    }

    private void ask(Login login, Login.Way.Device way) {
        switch (devices.ask(login.flow(), way)) {
            case DeviceFlow.Said.Pending _, DeviceFlow.Said.Begun _ -> {}
            case DeviceFlow.Said.Expired _ ->
                    end(login, Phase.EXPIRED, "the vendor gave the code up (expired_token)");
            case DeviceFlow.Said.Failed(var why) -> fail(login, why);
            case DeviceFlow.Said.Confirmed(var code, var verifier) ->
                    confirmed(login, code, verifier);
        }
    }

    private void confirmed(Login login, String code, String verifier) {
        var device = login.flow().vendor().device();
        if (device != null && login.redeems()) {
            var redeemed = new OAuthCalls.Code(code, device.redirect(), "");
            finish(login, vendors.calls().redeem(login.flow(), redeemed, verifier));
        }
    }

    private void finish(Login login, Granted granted) {
        switch (granted) {
            case Granted.Tokens tokens -> {
                // whoever cancelled meanwhile wants none
                if (login.isRunning()) {
                    keep(login, tokens);
                }
            }
            case Granted.Ended(var word) -> fail(login, "code_exchange_failed: " + word);
            case Granted.Failed(var why) -> fail(login, "code_exchange_failed: " + why);
        }
    }

    private void keep(Login login, Granted.Tokens granted) {
        try {
            var id = credential(login, granted);
            var name = login.order().authenticator();
            var tokens = Tokens.of(name, granted, clock.instant());
            if (!keeping.custody().keep(id, tokens)) {
                fail(login, "credential " + id + " is gone");
            } else if (login.succeed(id, clock.instant())) {
                LOG.info("login {}: tokens of credential {} are stored", login.id(), id);
                audit(login, login.order().operator(), "succeed");
            }
        } catch (CredentialWriter.NotWritten e) {
            fail(login, e.why());
        } catch (StoreException e) {
            var reason = e.reason().name().toLowerCase(Locale.ROOT);
            fail(login, "the tokens could not be stored: " + reason);
        }
    }

    private String credential(Login login, Granted.Tokens granted)
            throws CredentialWriter.NotWritten {
        return switch (login.order().into()) {
            case LoginOrder.Into.Present(var id) -> id;
            case LoginOrder.Into.New(var provider, var scope, var label) -> {
                var name = login.order().authenticator().word();
                var id = name + "-" + Pkce.randomText(random, 9).toLowerCase(Locale.ROOT);
                var account = granted.email() == null ? name : granted.email();
                keeping.credentials()
                        .create(
                                new CredentialWriter.NewCredential(
                                        id,
                                        provider,
                                        scope == null ? "id:" + provider : scope,
                                        label == null ? account : label),
                                login.order().operator());
                yield id;
            }
        };
    }

    private void fail(Login login, String why) {
        end(login, Phase.FAILED, why);
    }

    private void end(Login login, Phase last, String why) {
        if (login.end(last, why, clock.instant())) {
            failed(login);
        }
    }

    private void failed(Login login) {
        LOG.warn("login {}: {}", login.id(), login.view().error());
        audit(login, login.order().operator(), "fail");
    }

    private void audit(Login login, LoginOrder.Operator by, String what) {
        var view = login.view();
        var detail = JSON.createObjectNode().put("authenticator", view.authenticator().word());
        if (view.credentialId() != null) {
            detail.put("credential_id", view.credentialId());
        }
        if (view.error() != null) {
            detail.put("error", view.error());
        }
        keeping.audit()
                .append(
                        new AuditDraft(
                                by.actor(),
                                "cliauth_login." + what,
                                login.id(),
                                by.from(),
                                by.requestId(),
                                detail.toString()));
    }

    private static LoginResult busy(Login running) {
        return refused(
                Reason.BUSY,
                "a login of "
                        + running.order().authenticator().word()
                        + " is running: "
                        + running.id()
                        + " (expected: its end, or that it is cancelled)");
    }

    private static LoginResult missing(String id) {
        return refused(Reason.MISSING, "login " + id + " not found");
    }

    private static LoginResult refused(Reason reason, String message) {
        return new LoginResult.Refused(reason, message);
    }

    @Override
    public synchronized void close() {
        logins.values()
                .forEach(login ->
                        login.end(Phase.CANCELLED, "the gateway stopped", clock.instant()));
    }
}
