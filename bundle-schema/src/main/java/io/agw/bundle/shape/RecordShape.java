package io.agw.bundle.shape;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a record looks like in a document. Immutable.
public final class RecordShape {
    private final Class<?> type;
    private final String doc;
    private final List<FieldShape> fields;
    private final Map<String, Integer> indexes;
    private final Constructor<?> constructor;
    private final List<Method> accessors;

    RecordShape(Class<?> type, String doc, List<FieldShape> fields) {
        this.type = type;
        this.doc = doc;
        this.fields = List.copyOf(fields);
        this.indexes = indexesOf(this.fields);
        this.constructor = constructorOf(type);
        this.accessors = accessorsOf(type);
    }

    /// The record.
    public Class<?> type() {
        return type;
    }

    /// What the record means, or empty.
    public String doc() {
        return doc;
    }

    /// The members in the record's order.
    public List<FieldShape> fields() {
        return fields;
    }

    /// The member of that name.
    public Optional<FieldShape> field(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(fields.get(index));
    }

    /// The place of the member of that name in {@link #fields}, or -1.
    public int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    /// The names of all members.
    public Set<String> names() {
        return indexes.keySet();
    }

    /// The values of a record's members, in the order of {@link #fields}.
    public List<@Nullable Object> values(Object record) {
        var values = new ArrayList<@Nullable Object>(accessors.size());
        for (var accessor : accessors) {
            values.add(call(accessor, record));
        }
        return values;
    }

    /// A record of these values, in the order of {@link #fields}.
    public Object create(List<@Nullable Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("create " + type.getName(), e);
        }
    }

    @Override
    public String toString() {
        return "RecordShape[" + type.getSimpleName() + "]";
    }

    private static @Nullable Object call(Method accessor, Object record) {
        try {
            return accessor.invoke(record);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("read " + accessor, e);
        }
    }

    private static RuntimeException unwrapped(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
    }

    private static Map<String, Integer> indexesOf(List<FieldShape> fields) {
        var indexes = new LinkedHashMap<String, Integer>();
        fields.forEach(field -> indexes.put(field.name(), indexes.size()));
        return Collections.unmodifiableMap(indexes);
    }

    private static Constructor<?> constructorOf(Class<?> type) {
        var parameters = new ArrayList<Class<?>>();
        for (var component : type.getRecordComponents()) {
            parameters.add(component.getType());
        }
        try {
            return type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private static List<Method> accessorsOf(Class<?> type) {
        var accessors = new ArrayList<Method>();
        for (var component : type.getRecordComponents()) {
            accessors.add(component.getAccessor());
        }
        return List.copyOf(accessors);
    }
}
