package io.agw.reconciler.source.directory;

import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;

/// One consistent state of a folder.
///
/// @param contents bytes by path, empty when they were not asked for
/// @param folders every folder that was entered, for the watch
record Snapshot(String digest, SortedMap<String, byte[]> contents, Set<Path> folders) {}
