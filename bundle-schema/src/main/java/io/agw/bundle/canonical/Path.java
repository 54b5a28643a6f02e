package io.agw.bundle.canonical;

import org.jspecify.annotations.Nullable;

/// Where in an object something stands, built on the way down and only spelled out for a message or
/// a pointer.
///
/// @param segment the last name or index; empty for the object itself
record Path(@Nullable Path parent, String segment, boolean index) {
    static final Path OBJECT = new Path(null, "", false);

    Path member(String name) {
        return new Path(this, name, false);
    }

    Path item(int position) {
        return new Path(this, Integer.toString(position), true);
    }

    /// `target_policy.model_targets[0].name`, the form used in messages.
    @Override
    public String toString() {
        if (parent == null) {
            return segment;
        }
        var before = parent.toString();
        if (index) {
            return before + "[" + segment + "]";
        }
        return before.isEmpty() ? segment : before + "." + segment;
    }

    /// The JSON pointer of RFC 6901: `/target_policy/model_targets/0/name`.
    String pointer() {
        return parent == null
                ? ""
                : parent.pointer() + "/" + segment.replace("~", "~0").replace("/", "~1");
    }
}
