package io.agw.server.listen;

import java.nio.file.Path;

/// A listener's certificate, as PEM files that are read again when they change.
///
/// @param certificates the listener's certificate, then those that lead to its root
/// @param key its private key, PKCS #8, not encrypted
public record TlsFiles(Path certificates, Path key) {}
