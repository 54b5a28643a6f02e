package io.agw.server.listen;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A listener's certificate, read again when its files change; connections that are open keep the
/// one that they began with. Owns the thread that looks.
final class TlsReload implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TlsReload.class.getName());

    private final TlsFiles files;
    private volatile boolean closed;

    TlsReload(TlsFiles files) {
        this.files = files;
    }

    /// @throws ListenFailure when the files are not a certificate and its key
    Tls load() {
        try {
            var keys =
                    Keys.builder()
                            .pem(pem ->
                                    pem.key(Resource.create(files.key()))
                                            .certChain(Resource.create(files.certificates())))
                            .build();
            return Tls.builder()
                    .privateKey(keys)
                    .privateKeyCertChain(keys)
                    .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                    .build();
        } catch (RuntimeException e) {
            throw new ListenFailure(
                    "certificate "
                            + files.certificates()
                            + " with key "
                            + files.key()
                            + " cannot be used (expected: PEM files, the key as unencrypted PKCS #8): "
                            + e.getMessage(),
                    e);
        }
    }

    /// Begins to look for changes.
    void watch(String listener, WebServer server) {
        Thread.ofVirtual().name(listener + "-certificate").start(() -> look(listener, server));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void look(String listener, WebServer server) {
        var loaded = stamp();
        while (!closed) {
            LockSupport.parkNanos(this, files.lookEvery().toNanos());
            var now = stamp();
            if (closed || now.equals(loaded)) {
                continue;
            }
            loaded = now;
            try {
                server.reloadTls(load());
                LOG.info(() -> listener + " listener: certificate loaded again");
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, e, () -> listener + " listener keeps its old certificate");
            }
        }
    }

    private String stamp() {
        return stamp(files.certificates()) + stamp(files.key());
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + ":" + Files.size(file) + ";";
        } catch (IOException _) {
            return "absent;"; // being replaced: the next look sees what came
        }
    }
}
