package io.agw.bundle.shape;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a record looks like in a document. Immutable.
public final class RecordShape {
    private final Class<?> type;
    private final String doc;
    private final List<FieldShape> fields;
    private final Constructor<?> constructor;
    private final List<Method> accessors;

    RecordShape(Class<?> type, String doc, List<FieldShape> fields) {
        this.type = type;
        this.doc = doc;
        this.fields = List.copyOf(fields);
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
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
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
