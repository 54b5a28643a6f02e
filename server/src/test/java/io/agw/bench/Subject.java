package io.agw.bench;

/// What is measured: a proxy with its process and its three addresses.
///
/// @param key virtual key to send, empty for none
record Subject(
        String name,
        ProcessTree processes,
        String plainUrl,
        String streamUrl,
        String pacedUrl,
        String key) {}
