package io.agw.reconciler.source.git;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitUrl;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// Makes the connections of one attempt over https.
///
/// Credentials are shown at once and only to the server of the source's url: every connection to
/// another host, port or scheme is refused, wherever a redirect leads. Only git's smart protocol is
/// spoken; JGit would otherwise walk any web server file by file.
final class HttpConnections implements HttpConnectionFactory {
    private static final String SERVICE = "git-upload-pack";

    private final GitUrl url;
    private final @Nullable String authorization;
    private final Proxy proxy;
    private final TrustManager @Nullable [] trust;
    private final Observed observed;

    HttpConnections(GitUrl url, GitAccess access, Credentials credentials, Observed observed) {
        this.url = url;
        this.authorization = credentials.authorization();
        this.proxy = proxy(access.proxy());
        this.trust = trust(access.caFile());
        this.observed = observed;
    }

    @Override
    public HttpConnection create(URL target) throws IOException {
        return create(target, proxy);
    }

    /// @param ignored what the JVM would use; only the source's own setting counts
    @Override
    public HttpConnection create(URL target, Proxy ignored) throws IOException {
        if (!isOurServer(target)) {
            throw observed.refusedProtocol("redirect to another server refused");
        }
        var path = target.getPath();
        if (!path.endsWith("/info/refs") && !path.endsWith("/" + SERVICE)) {
            throw observed.refusedProtocol("no git server answers here");
        }
        var connection = new Connection(target, proxy, observed);
        if (trust != null) {
            try {
                connection.configure(null, trust, null);
            } catch (GeneralSecurityException e) {
                throw new IOException("TLS cannot be set up", e);
            }
        }
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    private boolean isOurServer(URL target) {
        var port = url.port() < 0 ? target.getDefaultPort() : url.port();
        var targetPort = target.getPort() < 0 ? target.getDefaultPort() : target.getPort();
        return target.getProtocol().equalsIgnoreCase(url.scheme())
                && target.getHost().equalsIgnoreCase(url.host())
                && port == targetPort;
    }

    private static Proxy proxy(@Nullable URI setting) {
        return setting == null
                ? Proxy.NO_PROXY
                : new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(setting.getHost(), setting.getPort()));
    }

    private static TrustManager @Nullable [] trust(@Nullable Path caFile) {
        if (caFile == null) {
            return null;
        }
        try (var in = Files.newInputStream(caFile)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new SourceFailure(
                        Reason.GIT_OPERATION_FAILED,
                        "ca_file: " + caFile + " (expected: certificates in PEM)");
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new SourceFailure(
                    Reason.GIT_OPERATION_FAILED,
                    "ca_file: " + caFile + " cannot be read as certificates in PEM",
                    e);
        }
    }

    /// Notes statuses and bytes. Asks for no compression, so that what is counted is what is kept.
    private static final class Connection extends JDKHttpConnection {
        private final Observed observed;

        Connection(URL target, Proxy proxy, Observed observed) throws IOException {
            super(target, proxy);
            this.observed = observed;
        }

        @Override
        public int getResponseCode() throws IOException {
            var status = super.getResponseCode();
            observed.answered(status, getHeaderField("Retry-After"));
            return status;
        }

        @Override
        public void setRequestProperty(String key, String value) {
            super.setRequestProperty(
                    key, key.equalsIgnoreCase("Accept-Encoding") ? "identity" : value);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            if (getHeaderField("Content-Encoding") != null) {
                throw observed.refusedProtocol("server compresses what it was asked not to");
            }
            var type = getHeaderField("Content-Type");
            if (type == null
                    || !type.toLowerCase(Locale.ROOT).startsWith("application/x-" + SERVICE)) {
                throw observed.refusedProtocol("server does not speak git's smart protocol");
            }
            return observed.metered(super.getInputStream());
        }
    }
}
