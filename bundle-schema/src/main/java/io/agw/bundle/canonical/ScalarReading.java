package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.document.Trees;
import io.agw.bundle.model.Ids;
import io.agw.bundle.model.Spelling;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads single values. Each method reports what is wrong and then answers null.
final class ScalarReading {
    private static final String ID =
            "letters, digits and . _ : @ -, at most 128, beginning with a letter or digit";

    private final Findings findings;

    ScalarReading(Findings findings) {
        this.findings = findings;
    }

    @Nullable String text(FieldShape field, FieldType.Text type, Node node, Path path) {
        if (!(node instanceof Scalar scalar) || !Absence.isText(scalar)) {
            findings.wrongType(node, path, "a string");
            return null;
        }
        if (field.identifier()) {
            var id = scalar.text().strip();
            if (!Ids.isValid(id)) {
                findings.invalid(node, path, ID);
                return null;
            }
            return id;
        }
        var form = type.form();
        if (form != null && !form.isMetBy(scalar.text())) {
            findings.invalid(node, path, form.expected());
            return null;
        }
        if (field.refers().isEmpty()) {
            return scalar.text();
        }
        if (scalar.text().isBlank()) {
            findings.invalid(node, path, "an id");
        }
        return scalar.text().strip();
    }

    @Nullable Boolean bool(Node node, Path path) {
        if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.BOOLEAN) {
            return Trees.bool(scalar);
        }
        findings.wrongType(node, path, "a boolean");
        return null;
    }

    @Nullable Number integer(FieldType.Int type, Node node, Path path) {
        if (!(node instanceof Scalar scalar) || scalar.type() != Scalar.Type.INTEGER) {
            findings.wrongType(node, path, "a whole number");
            return null;
        }
        var value = Trees.integer(scalar);
        if (value.compareTo(BigInteger.valueOf(type.min())) < 0
                || value.compareTo(BigInteger.valueOf(type.max())) > 0) {
            findings.invalid(node, path, Expected.range(type));
            return null;
        }
        return type.wide() ? (Number) value.longValue() : (Number) value.intValue();
    }

    @Nullable Double real(FieldType.Real type, Node node, Path path) {
        if (!(node instanceof Scalar scalar)
                || (scalar.type() != Scalar.Type.INTEGER && scalar.type() != Scalar.Type.FLOAT)) {
            findings.wrongType(node, path, "a number");
            return null;
        }
        double value = Trees.real(scalar);
        if (!Double.isFinite(value) || value < type.min() || value > type.max()) {
            findings.invalid(node, path, type.min() + " to " + type.max());
            return null;
        }
        return value;
    }

    @Nullable Duration duration(Node node, Path path) {
        var expected = Expected.of(new FieldType.DurationText());
        if (node instanceof Scalar scalar) {
            var duration =
                    switch (scalar.type()) {
                        case STRING -> Durations.parse(scalar.text().strip());
                        case INTEGER -> nanoseconds(scalar, path);
                        case FLOAT, BOOLEAN, NULL -> Optional.<Duration>empty();
                    };
            if (duration.isPresent()) {
                return duration.get();
            }
            findings.invalid(node, path, expected);
            return null;
        }
        findings.wrongType(node, path, expected);
        return null;
    }

    private Optional<Duration> nanoseconds(Scalar scalar, Path path) {
        var value = Trees.integer(scalar);
        if (value.signum() < 0 || value.bitLength() > 63) {
            return Optional.empty();
        }
        var duration = Duration.ofNanos(value.longValue());
        findings.oldSpelling(
                scalar.at(),
                path + ": " + value + " nanoseconds is an older spelling",
                "write " + Durations.text(duration));
        return Optional.of(duration);
    }

    @Nullable Instant timestamp(Node node, Path path) {
        var expected = Expected.of(new FieldType.Timestamp());
        if (!(node instanceof Scalar scalar) || scalar.type() != Scalar.Type.STRING) {
            findings.wrongType(node, path, expected);
            return null;
        }
        try {
            return OffsetDateTime.parse(scalar.text().strip()).toInstant();
        } catch (DateTimeException _) {
            findings.invalid(node, path, expected);
            return null;
        }
    }

    @Nullable Object spelled(Spelling<?> spelling, Node node, Path path) {
        if (!(node instanceof Scalar scalar) || !Absence.isText(scalar)) {
            findings.wrongType(node, path, "a string, " + spelling.expected());
            return null;
        }
        var value = spelling.read().apply(scalar.text());
        if (value.isEmpty()) {
            findings.invalid(node, path, spelling.expected());
            return null;
        }
        return value.get();
    }

    @Nullable Object choice(FieldType.Choice type, Node node, Path path) {
        var expected = Expected.of(type);
        if (!(node instanceof Scalar scalar) || !Absence.isText(scalar)) {
            findings.wrongType(node, path, expected);
            return null;
        }
        var exact = type.words().get(scalar.text());
        if (exact != null) {
            return exact;
        }
        var lower = scalar.text().strip().toLowerCase(Locale.ROOT);
        var loose = type.words().get(lower);
        if (loose == null) {
            var hint = Hints.forWord(path, scalar.text(), type.words().keySet());
            findings.invalid(node, path, expected, hint);
            return null;
        }
        findings.oldSpelling(
                scalar.at(),
                path + ": \"" + scalar.text() + "\" is an older spelling",
                "write " + lower);
        return loose;
    }

    /// Any value, as long as JSON can hold it and its references are resolved.
    @Nullable JsonNode free(Node node, Path path) {
        return isJson(node, path) ? Trees.json(node) : null;
    }

    private boolean isJson(Node node, Path path) {
        return switch (node) {
            case Scalar scalar -> isJson(scalar, path);
            case Node.Unresolved unresolved -> {
                findings.problems().addAll(unresolved.problems());
                yield false;
            }
            case Node.Items(var nodes, _) -> {
                boolean good = true;
                for (int i = 0; i < nodes.size(); i++) {
                    good &= isJson(nodes.get(i), path.item(i));
                }
                yield good;
            }
            case Node.Members(var members, _) -> {
                boolean good = true;
                for (var member : members) {
                    good &= isJson(member.value(), path.member(member.name()));
                }
                yield good;
            }
        };
    }

    private boolean isJson(Scalar scalar, Path path) {
        if (scalar.type() != Scalar.Type.FLOAT || Double.isFinite(Trees.real(scalar))) {
            return true;
        }
        findings.invalid(scalar, path, "a finite number");
        return false;
    }
}
