package io.agw.bundle.plan;

/// Where an applied object was declared.
///
/// @param file path in its source, or a name such as `admin api`
/// @param line counted from 1; 0 when there is none
/// @param revision revision of the source, or empty for an Admin API write
public record Origin(String file, int line, String revision) {
    /// `path:line @ revision`.
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + (revision.isEmpty() ? "" : " @ " + revision);
    }
}
