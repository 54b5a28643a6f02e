package io.agw.bench;

/// What is measured: a proxy with its process and its addresses.
///
/// @param translatedUrl where the request is carried over to another API; empty for nowhere
/// @param key virtual key to send, empty for none
record Subject(
        String name,
        ProcessTree processes,
        String plainUrl,
        String streamUrl,
        String pacedUrl,
        String translatedUrl,
        String key) {}
