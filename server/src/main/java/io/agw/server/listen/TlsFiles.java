package io.agw.server.listen;

import java.nio.file.Path;
import java.time.Duration;

/// A listener's certificate, as PEM files that are read again when they change.
///
/// @param certificates the listener's certificate, then those that lead to its root
/// @param key its private key, PKCS #8, not encrypted
/// @param lookEvery how long it may take until a change is seen
public record TlsFiles(Path certificates, Path key, Duration lookEvery) {
    public TlsFiles(Path certificates, Path key) {
        this(certificates, key, Duration.ofSeconds(5));
    }
}
