package io.agw.bundle.plan;

/// Who may change an object: a source's id, `admin`, or `static`.
public record Owner(String name) {
    /// People and tools that write through the Admin API.
    public static final Owner ADMIN = new Owner("admin");

    /// The file that `--static-config` names; nobody else may change what it declares.
    public static final Owner STATIC = new Owner("static");

    public Owner {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException(
                    "owner: \""
                            + name
                            + "\" (expected: a letter or digit, then letters, digits, '.', '_' or '-', at most 63)");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
