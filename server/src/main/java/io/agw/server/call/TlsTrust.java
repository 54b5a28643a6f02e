package io.agw.server.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whose certificates upstreams may show. There is no way to trust everyone.
public final class TlsTrust {
    private TlsTrust() {}

    /// The authorities that the JDK trusts.
    public static SSLContext system() throws GeneralSecurityException {
        return SSLContext.getDefault();
    }

    /// The authorities that the JDK trusts, and those of a PEM file.
    ///
    /// @throws GeneralSecurityException when the file holds no certificates
    public static SSLContext with(Path pem) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (var authority : trusted()) {
            store.setCertificateEntry("system-" + count++, authority);
        }
        try (var in = Files.newInputStream(pem)) {
            for (var own : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("own-" + count++, own);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static X509Certificate[] trusted() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(manager -> ((X509TrustManager) manager).getAcceptedIssuers())
                .flatMap(Stream::of)
                .toArray(X509Certificate[]::new);
    }
}
