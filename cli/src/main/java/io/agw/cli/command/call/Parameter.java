package io.agw.cli.command.call;

/// What the caller gives to an {@link ApiCall}.
///
/// @param label `NAME` of an argument, or `--name` of an option
/// @param place where it goes
/// @param member its name there; for the path the label again
/// @param required whether an option must be given; an argument always must
/// @param description for the help
record Parameter(String label, Place place, String member, boolean required, String description) {
    boolean isOption() {
        return label.startsWith("--");
    }

    /// Where a parameter goes.
    enum Place {
        PATH,
        QUERY,
        /// A string member of the body.
        BODY,
        /// A member of the body, given as a JSON object.
        BODY_JSON,
        /// `true` as a query parameter when the option is there.
        QUERY_FLAG
    }
}
