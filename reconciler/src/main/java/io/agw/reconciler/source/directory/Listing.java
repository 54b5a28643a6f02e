package io.agw.reconciler.source.directory;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What a folder holds by name, without any content. Two equal listings with nothing in between
/// mean that nothing changed while the first was worked with.
///
/// @param files bundle files by their path under the root
/// @param folders every folder that was entered, with the time of its last change
record Listing(SortedMap<String, Stamp> files, Map<Path, FileTime> folders) {
    /// The last change of anything in it, null when there is nothing.
    @Nullable FileTime newest() {
        FileTime newest = null;
        for (var stamp : files.values()) {
            newest = later(newest, stamp.modified());
        }
        for (var modified : folders.values()) {
            newest = later(newest, modified);
        }
        return newest;
    }

    private static FileTime later(@Nullable FileTime one, FileTime other) {
        return one == null || one.compareTo(other) < 0 ? other : one;
    }

    /// What tells one state of a file from another without reading it.
    ///
    /// @param real where it really is, links followed
    /// @param key the file system's own identity for the file, null when it has none
    record Stamp(Path real, long size, FileTime modified, @Nullable Object key) {
        static Stamp of(Path real, BasicFileAttributes attributes) {
            return new Stamp(
                    real, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }

        boolean sameAs(@Nullable Stamp other) {
            return Objects.equals(this, other);
        }
    }
}
