package io.agw.server.login;

import io.agw.server.login.LoginView.Phase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A login under way, and for a while after its end. Thread-safe.
final class Login {
    private final String id;
    private final LoginOrder order;
    private final Flow flow;
    private final Way way;
    private final Instant started;
    private final Instant expires;

    /// Ends what waits for the vendor.
    private final CountDownLatch over = new CountDownLatch(1);

    private Phase phase;
    private @Nullable Instant finished;
    private @Nullable String error;
    private @Nullable String credentialId;

    Login(String id, LoginOrder order, Flow flow, Way way, Instant started) {
        this.id = id;
        this.order = order;
        this.flow = flow;
        this.way = way;
        this.started = started;
        this.expires = started.plus(way.time());
        this.phase =
                switch (way) {
                    case Way.Browser _ -> Phase.AWAITING_BROWSER_AUTH;
                    case Way.Device _ -> Phase.WAITING_FOR_DEVICE_CONFIRMATION;
                };
    }

    /// How a code comes.
    sealed interface Way {
        /// Where somebody signs in.
        String page();

        /// How long there is for that.
        Duration time();

        /// What is said when nobody did.
        String late();

        /// How often it is looked after.
        long intervalMillis();

        /// By a browser that is sent back with it.
        ///
        /// @param state that it must bring along
        record Browser(String page, String redirectUri, String state, Pkce pkce) implements Way {
            @Override
            public Duration time() {
                return Duration.ofMinutes(5);
            }

            @Override
            public String late() {
                return "nobody signed in within 5 minutes (callback_timeout)";
            }

            @Override
            public long intervalMillis() {
                return 1_000;
            }

            @Override
            public String toString() {
                return "Browser[" + redirectUri + "]";
            }
        }

        /// By asking the vendor until somebody has entered the code.
        ///
        /// @param deviceId by which the vendor knows the login
        record Device(String page, String userCode, String deviceId, long intervalMillis)
                implements Way {
            @Override
            public Duration time() {
                return Duration.ofMinutes(15);
            }

            @Override
            public String late() {
                return "the code was not entered within 15 minutes (expired_token)";
            }

            @Override
            public String toString() {
                return "Device[" + page + "]";
            }
        }
    }

    String id() {
        return id;
    }

    LoginOrder order() {
        return order;
    }

    Flow flow() {
        return flow;
    }

    Way way() {
        return way;
    }

    /// Compares in constant time.
    boolean isState(String given) {
        return way instanceof Way.Browser browser
                && MessageDigest.isEqual(
                        browser.state().getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    synchronized boolean isRunning() {
        return finished == null;
    }

    /// Whether somebody may still sign in.
    synchronized boolean waits() {
        return finished == null && phase != Phase.EXCHANGING_CODE;
    }

    /// Waits for its end; whether it has come.
    boolean awaitEnd(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }

    /// Begins to redeem its code; false when that has begun, or it is over.
    synchronized boolean redeems() {
        if (!waits()) {
            return false;
        }
        phase = Phase.EXCHANGING_CODE;
        return true;
    }

    /// Ends it when its time is over and nobody has signed in; whether that was now.
    synchronized boolean expire(Instant now) {
        return waits() && !now.isBefore(expires) && end(Phase.EXPIRED, way.late(), now);
    }

    /// Ends it; false when it has ended already.
    synchronized boolean end(Phase last, @Nullable String why, Instant at) {
        if (finished != null) {
            return false;
        }
        phase = last;
        error = why;
        finished = at;
        over.countDown();
        return true;
    }

    synchronized boolean succeed(String credential, Instant at) {
        credentialId = finished == null ? credential : credentialId;
        return end(Phase.SUCCEEDED, null, at);
    }

    synchronized LoginView view() {
        boolean waits = waits();
        return new LoginView(
                id,
                order.authenticator(),
                phase,
                new LoginView.Times(started, expires, finished),
                waits ? way.page() : null,
                waits && way instanceof Way.Device device ? device.userCode() : null,
                way instanceof Way.Browser browser ? browser.redirectUri() : null,
                flow.config().noBrowser(),
                error,
                credentialId);
    }
}
