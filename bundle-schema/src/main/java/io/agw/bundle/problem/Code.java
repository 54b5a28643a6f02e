package io.agw.bundle.problem;

/// Everything that validation can find, with an id that never changes once released.
///
/// Ids are grouped: `AGW10xx` the text of a document, `AGW11xx` its shape, `AGW12xx` references and
/// secrets, `AGW13xx` rules across objects, `AGW14xx` planning and ownership, `AGW15xx` sources.
public enum Code {
    YAML_SYNTAX("AGW1001", "document is not well-formed"),
    DUPLICATE_KEY("AGW1002", "key stands twice in one mapping"),
    LIMIT_EXCEEDED("AGW1003", "document exceeds a limit"),
    NOT_UTF8("AGW1004", "document is not UTF-8 text"),
    ENVELOPE("AGW1005", "document is not a bundle of a known version"),
    FOREIGN_DOCUMENT("AGW1006", "document belongs to another tool and was skipped"),

    UNKNOWN_FIELD("AGW1101", "field is not known here"),
    WRONG_TYPE("AGW1102", "value has the wrong type"),
    REQUIRED("AGW1103", "required field is missing"),
    INVALID_VALUE("AGW1104", "value is not allowed"),
    DUPLICATE_ID("AGW1105", "id is used twice"),
    OLD_SPELLING("AGW1106", "older spelling was accepted and normalised"),
    SERVER_MANAGED("AGW1107", "field is managed by the server"),

    VARIABLE_NOT_SET("AGW1201", "reference cannot be resolved"),
    VARIABLE_FORBIDDEN("AGW1202", "reference is not allowed here"),
    LITERAL_SECRET("AGW1203", "secret stands in the bundle in clear"),
    BAD_REFERENCE("AGW1204", "reference is malformed"),
    SECRET_UNKNOWN("AGW1205", "secret placeholder has no stored value to keep"),
    KEY_IN_CLEAR("AGW1206", "key is sent unencrypted"),

    DANGLING_REFERENCE("AGW1301", "referenced object does not exist"),
    UNCHECKED_REFERENCE("AGW1302", "referenced object cannot be checked offline"),
    OPEN_ROUTE("AGW1303", "route can be used without a virtual key"),
    CONFLICTING_RULE("AGW1304", "rules across objects do not fit together"),
    INERT_SETTING("AGW1305", "setting has no effect and is refused"),
    CANNOT_COMPILE("AGW1306", "configuration cannot be compiled"),
    ADDRESS_NEEDS_SETTING("AGW1307", "address is called only where a setting allows it"),
    NEVER_APPLIED("AGW1308", "limit never takes effect"),
    UNPRICED_MODEL("AGW1309", "model without a known price is refused by a budget"),

    OWNERSHIP_CONFLICT("AGW1401", "object belongs to another owner"),
    DELETE_BLOCKED("AGW1402", "object is still referred to"),

    UNSAFE_PATH("AGW1501", "path is not allowed in a source"),
    SYMLINK("AGW1502", "symbolic link or submodule in a source"),
    FILE_TOO_LARGE("AGW1503", "file of a source is too large"),
    TOO_MANY_FILES("AGW1504", "source has too many files"),
    EMPTY_BUNDLE("AGW1505", "source holds no object");

    private final String id;
    private final String title;

    Code(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /// The stable id, for example `AGW1101`.
    public String id() {
        return id;
    }

    /// What this code means in general, one clause.
    public String title() {
        return title;
    }
}
