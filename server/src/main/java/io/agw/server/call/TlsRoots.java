package io.agw.server.call;

import io.agw.bundle.upstream.Authorities;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Authorities that may sign an upstream's certificates beside those that the JDK trusts. Equal
/// when their text is. Thread-safe.
public final class TlsRoots {
    private final String pem;
    private @Nullable SSLContext context;

    /// @param pem certificates
    /// @throws IllegalArgumentException when the text holds none
    public TlsRoots(String pem) {
        this.pem = pem;
        if (!Authorities.areIn(pem)) {
            throw new IllegalArgumentException(
                    "tls_roots: a value (expected: " + Authorities.EXPECTED + ")");
        }
    }

    /// Made when it is first needed, for it takes the JDK's authorities to read.
    synchronized SSLContext context() {
        var made = context;
        if (made == null) {
            try {
                made = TlsTrust.with(pem);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("certificates that were read before", e);
            }
            context = made;
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsRoots roots && roots.pem.equals(pem);
    }

    @Override
    public int hashCode() {
        return pem.hashCode();
    }

    @Override
    public String toString() {
        return "TlsRoots";
    }
}
