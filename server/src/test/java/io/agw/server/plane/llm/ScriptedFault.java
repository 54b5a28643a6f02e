package io.agw.server.plane.llm;

import io.agw.server.upstream.Wire;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One way in which a provider can fail, and what is to become of it.
///
/// @param name short and unique
/// @param place how the provider is reached
/// @param whole for an answer that comes whole; null when the fault is one of streams
/// @param stream for a stream; null when the fault is one of whole answers
/// @param pace how long it takes
record ScriptedFault(
        String name, Place place, @Nullable Case whole, @Nullable Case stream, Pace pace) {
    private ScriptedFault(String name, Place place, @Nullable Case whole, @Nullable Case stream) {
        this(name, place, whole, stream, Pace.QUICK);
    }

    /// The same for one that keeps the machine busy.
    ScriptedFault mass() {
        return new ScriptedFault(name, place, whole, stream, Pace.MASS);
    }

    /// The same for one that the gateway waits for, whatever the client is told of it.
    ScriptedFault stopping() {
        return new ScriptedFault(name, place, whole, stream, Pace.STOPPING);
    }

    boolean isMass() {
        return pace == Pace.MASS;
    }

    /// The same for whole answers and streams.
    static ScriptedFault both(String name, Script script, Told told) {
        var one = new Case(script, told, told);
        return new ScriptedFault(name, Place.PLAIN, one, one);
    }

    /// Of the way to the provider.
    static ScriptedFault reached(Place place, String name, Script script, Told told) {
        var one = new Case(script, told, told);
        return new ScriptedFault(name, place, one, one);
    }

    static ScriptedFault whole(String name, Script script, Told told) {
        return new ScriptedFault(name, Place.PLAIN, new Case(script, told, told), null);
    }

    static ScriptedFault stream(String name, Script script, Told told) {
        return stream(name, script, told, told);
    }

    /// @param translated when client and provider speak differently
    static ScriptedFault stream(String name, Script script, Told told, Told translated) {
        return new ScriptedFault(name, Place.PLAIN, null, new Case(script, told, translated));
    }

    static ScriptedFault each(String name, Script script, Told whole, Told stream) {
        return new ScriptedFault(
                name,
                Place.PLAIN,
                new Case(script, whole, whole),
                new Case(script, stream, stream));
    }

    /// How long a fault takes.
    enum Pace {
        QUICK,
        /// As long as the gateway waits for the words of a refusal.
        STOPPING,
        /// Longer than others, for it keeps the machine busy.
        MASS
    }

    /// How a provider is reached.
    enum Place {
        PLAIN,
        /// Nothing listens.
        NOWHERE,
        /// The address says TLS, the provider speaks none.
        NO_TLS,
        /// The provider has no certificate.
        NO_CERTIFICATE,
        /// One that no authority knows.
        STRANGE_CERTIFICATE,
        /// One for another name.
        OTHER_CERTIFICATE,
        /// One that has expired.
        OLD_CERTIFICATE,
        /// One that is as it should be.
        TLS;

        boolean isSecure() {
            return this != PLAIN && this != NOWHERE;
        }
    }

    /// What a provider does with a request.
    @FunctionalInterface
    interface Script {
        void play(Vendor vendor, Wire wire) throws IOException;
    }

    /// @param told the client, when it speaks like the provider
    /// @param translated the client, when it does not
    record Case(Script script, Told told, Told translated) {}

    /// What the client is told.
    ///
    /// @param status of the answer
    /// @param code of the error, which is in the stream when the status is 200; empty for none
    /// @param calls to the provider, of two at most
    record Told(int status, String code, int calls) {
        static final Told FINE = new Told(200, "", 1);

        /// Whether the client has to mend it.
        boolean isTheClients() {
            return status >= 400 && status < 500 && status != 408 && status != 429;
        }

        static Told refused(int status, String code) {
            return new Told(status, code, 1);
        }

        static Told refusedTwice(int status, String code) {
            return new Told(status, code, 2);
        }

        static Told broken(String code) {
            return new Told(200, code, 1);
        }

        /// The outcome in the usage row.
        String outcome() {
            if (code.isEmpty()) {
                return "ok";
            }
            if (status == 200) {
                return "truncated";
            }
            return isTheClients() ? "rejected" : "upstream_error";
        }

        /// For the page.
        String text() {
            if (code.isEmpty()) {
                return "the answer";
            }
            return status == 200 ? "error event `" + code + "`" : status + " `" + code + "`";
        }
    }
}
