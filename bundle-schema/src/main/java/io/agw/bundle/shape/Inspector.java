package io.agw.bundle.shape;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Derived;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Identifier;
import io.agw.bundle.model.Kept;
import io.agw.bundle.model.Limits;
import io.agw.bundle.model.Matching;
import io.agw.bundle.model.Name;
import io.agw.bundle.model.Rate;
import io.agw.bundle.model.Refers;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.model.Spelling;
import io.agw.bundle.model.Tag;
import io.agw.bundle.model.Tagged;
import io.agw.bundle.model.TimeZones;
import io.agw.bundle.model.Unordered;
import io.agw.bundle.model.Usd;
import io.agw.bundle.model.Word;
import io.agw.bundle.shape.FieldShape.Presence;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns record classes into shapes. Each record is inspected once and its shape shared.
final class Inspector {
    private static final Map<Class<?>, Spelling<?>> SPELLINGS =
            Map.of(
                    Rate.class, Rate.SPELLING,
                    Usd.class, Usd.SPELLING,
                    ZoneId.class, TimeZones.SPELLING);

    private final Map<Class<?>, RecordShape> done = new HashMap<>();

    RecordShape shape(Class<?> type) {
        var known = done.get(type);
        if (known != null) {
            return known;
        }
        if (!type.isRecord()) {
            throw new IllegalStateException(type.getName() + " (expected: a record)");
        }
        var fields = Stream.of(type.getRecordComponents()).map(this::field).toList();
        var shape = new RecordShape(type, text(type, Doc.class, Doc::value).orElse(""), fields);
        done.put(type, shape);
        return shape;
    }

    private FieldShape field(RecordComponent component) {
        var kept = Optional.ofNullable(component.getAnnotation(Kept.class));
        var limits = Optional.ofNullable(component.getAnnotation(Limits.class));
        var refers = Optional.ofNullable(component.getAnnotation(Refers.class));
        var type = type(component.getGenericType(), component, limits);
        var defaultValue = text(component, Default.class, Default::value).map(Defaults::json);
        return new FieldShape(
                text(component, Name.class, Name::value).orElse(snake(component.getName())),
                text(component, Doc.class, Doc::value).orElse(""),
                type,
                presence(component, type, defaultValue),
                defaultValue.orElse(null),
                refers.map(it -> List.of(it.value())).orElse(List.of()),
                refers.map(Refers::wildcard).orElse(Refers.Wildcard.NONE),
                component.isAnnotationPresent(Identifier.class),
                kept.isPresent(),
                kept.map(Kept::unless).orElse(""),
                kept.map(Kept::made).orElse(false));
    }

    private static Presence presence(
            RecordComponent component, FieldType type, Optional<JsonNode> defaultValue) {
        if (component.isAnnotationPresent(Derived.class)) {
            return Presence.DERIVED;
        }
        if (defaultValue.isPresent()) {
            return Presence.DEFAULTED;
        }
        // Nullability is a type-use annotation: it sits on the component's type, not on the
        // component.
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return Presence.OPTIONAL;
        }
        return mayBeEmpty(type) ? Presence.EMPTY : Presence.REQUIRED;
    }

    private static boolean mayBeEmpty(FieldType type) {
        return switch (type) {
            case FieldType.ListOf list -> list.min() <= 0;
            case FieldType.MapOf map -> map.min() <= 0;
            case FieldType.Text _,
                    FieldType.Bool _,
                    FieldType.Int _,
                    FieldType.Real _,
                    FieldType.DurationText _,
                    FieldType.Timestamp _,
                    FieldType.Choice _,
                    FieldType.Nested _,
                    FieldType.Union _,
                    FieldType.SecretText _,
                    FieldType.Spelled _,
                    FieldType.Free _ ->
                    false;
        };
    }

    private FieldType type(Type type, AnnotatedElement component, Optional<Limits> limits) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, component, limits);
        }
        var raw = (Class<?>) type;
        if (raw == int.class || raw == Integer.class) {
            return integer(limits, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (raw == long.class || raw == Long.class) {
            return integer(limits, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (raw == double.class || raw == Double.class) {
            return number(limits);
        }
        if (raw.isEnum()) {
            return new FieldType.Choice(words(raw));
        }
        if (raw == String.class) {
            var form = component.getAnnotation(Matching.class);
            return new FieldType.Text(
                    form == null ? null : new FieldType.Form(form.value(), form.expected()));
        }
        return simple(raw).orElseGet(() -> structure(raw));
    }

    private static Optional<FieldType> simple(Class<?> raw) {
        if (raw == boolean.class || raw == Boolean.class) {
            return Optional.of(new FieldType.Bool());
        }
        if (raw == Duration.class) {
            return Optional.of(new FieldType.DurationText());
        }
        if (raw == Instant.class) {
            return Optional.of(new FieldType.Timestamp());
        }
        if (raw == SecretValue.class) {
            return Optional.of(new FieldType.SecretText());
        }
        var spelling = SPELLINGS.get(raw);
        if (spelling != null) {
            return Optional.of(new FieldType.Spelled(spelling));
        }
        return raw == JsonNode.class ? Optional.of(new FieldType.Free()) : Optional.empty();
    }

    private FieldType structure(Class<?> raw) {
        var tagged = raw.getAnnotation(Tagged.class);
        if (tagged == null) {
            return new FieldType.Nested(shape(raw));
        }
        var cases = new LinkedHashMap<String, RecordShape>();
        for (var permitted : Objects.requireNonNull(raw.getPermittedSubclasses())) {
            text(permitted, Tag.class, Tag::value)
                    .ifPresent(tag -> cases.put(tag, shape(permitted)));
        }
        return new FieldType.Union(tagged.value(), cases);
    }

    private FieldType collection(
            ParameterizedType generic, AnnotatedElement component, Optional<Limits> limits) {
        long min = limits.map(Limits::min).orElse(0L);
        long max = limits.map(Limits::max).orElse(Long.MAX_VALUE);
        var arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) {
            boolean unordered = component.isAnnotationPresent(Unordered.class);
            var element = type(arguments[0], component, Optional.empty());
            return new FieldType.ListOf(element, unordered, min, max);
        }
        if (generic.getRawType() == Map.class && arguments[0] == String.class) {
            return new FieldType.MapOf(type(arguments[1], component, Optional.empty()), min, max);
        }
        throw new IllegalStateException(generic + " (expected: a list, or a map of strings)");
    }

    private static FieldType integer(Optional<Limits> limits, long least, long greatest) {
        long min = Math.max(least, limits.map(Limits::min).orElse(least));
        long max = Math.min(greatest, limits.map(Limits::max).orElse(greatest));
        return new FieldType.Int(min, max, least == Long.MIN_VALUE);
    }

    private static FieldType number(Optional<Limits> limits) {
        return new FieldType.Real(
                limits.map(Limits::min)
                        .filter(min -> min != Long.MIN_VALUE)
                        .map(Long::doubleValue)
                        .orElse(Double.NEGATIVE_INFINITY),
                limits.map(Limits::max)
                        .filter(max -> max != Long.MAX_VALUE)
                        .map(Long::doubleValue)
                        .orElse(Double.POSITIVE_INFINITY));
    }

    private static Map<String, Enum<?>> words(Class<?> type) {
        var words = new LinkedHashMap<String, Enum<?>>();
        for (var constant : Objects.requireNonNull(type.getEnumConstants())) {
            var value = (Enum<?>) constant;
            words.put(word(type, value), value);
        }
        return words;
    }

    private static String word(Class<?> type, Enum<?> constant) {
        try {
            return text(type.getField(constant.name()), Word.class, Word::value)
                    .orElse(constant.name().toLowerCase(Locale.ROOT));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static <A extends Annotation> Optional<String> text(
            AnnotatedElement element, Class<A> annotation, Function<A, String> value) {
        return Optional.ofNullable(element.getAnnotation(annotation)).map(value);
    }
}
