package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldShape.Presence;
import io.agw.bundle.shape.FieldType;

/// Which values say as much as a member that is not there: null, an empty text, the zero time, an
/// empty list in place of a default one. Documents made by other tools are full of them.
final class Absence {
    private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

    private Absence() {}

    static boolean isAbsent(FieldShape field, Node node) {
        return switch (node) {
            case Scalar scalar -> isAbsent(field, scalar);
            case Node.Items items ->
                    items.nodes().isEmpty()
                            && field.type() instanceof FieldType.ListOf
                            && field.presence() == Presence.DEFAULTED;
            case Node.Members _, Node.Unresolved _ -> false;
        };
    }

    private static boolean isAbsent(FieldShape field, Scalar scalar) {
        boolean resolved = scalar.written() != null;
        return switch (field.type()) {
            case FieldType.Text _,
                    FieldType.SecretText _,
                    FieldType.Choice _,
                    FieldType.Spelled _ ->
                    (scalar.type() == Scalar.Type.NULL && !resolved)
                            || (isText(scalar) && scalar.text().isBlank());
            case FieldType.Timestamp _ -> isNullOrBlank(scalar) || scalar.text().equals(ZERO_TIME);
            case FieldType.Bool _,
                    FieldType.Int _,
                    FieldType.Real _,
                    FieldType.DurationText _,
                    FieldType.ListOf _,
                    FieldType.MapOf _,
                    FieldType.Nested _,
                    FieldType.Union _,
                    FieldType.Free _ ->
                    isNullOrBlank(scalar);
        };
    }

    private static boolean isNullOrBlank(Scalar scalar) {
        return scalar.type() == Scalar.Type.NULL
                || (scalar.type() == Scalar.Type.STRING && scalar.text().isBlank());
    }

    /// Whether the scalar may stand where a string is wanted: it is one, or it was a reference,
    /// whose text counts whatever it looks like.
    static boolean isText(Scalar scalar) {
        return scalar.type() == Scalar.Type.STRING || scalar.written() != null;
    }
}
