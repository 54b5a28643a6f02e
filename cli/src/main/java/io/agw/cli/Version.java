package io.agw.cli;

/// The version of this program, as its jar says it. Apart from everything else, so that asking for
/// it loads nothing.
final class Version {
    private Version() {}

    static String text() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "0.0.0-development" : version;
    }

    /// The program's name and version.
    static String line() {
        return "agwctl " + text();
    }
}
