package io.agw.bundle.document;

/// One file of a source, read whole.
///
/// @param path relative to the source's root, `/` as separator
/// @param bytes the content; owned by this record, never modified
public record SourceFile(String path, byte[] bytes) {}
