package io.agw.bundle.upstream;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/// Who may sign an upstream's certificate.
public final class Authorities {
    /// What to write, for messages.
    public static final String EXPECTED = "certificates in PEM";

    private Authorities() {}

    /// @throws CertificateException when the text holds no certificates
    public static Collection<? extends Certificate> read(String pem) throws CertificateException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
        var found = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
        if (found.isEmpty()) {
            throw new CertificateException("none (expected: " + EXPECTED + ")");
        }
        return found;
    }

    public static boolean areIn(String pem) {
        try {
            read(pem);
            return true;
        } catch (CertificateException _) {
            return false;
        }
    }
}
