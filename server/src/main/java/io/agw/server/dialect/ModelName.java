package io.agw.server.dialect;

/// Names of models where the vendor puts the collection before them: `models/gemini-x`.
public final class ModelName {
    private static final String COLLECTION = "models/";

    private ModelName() {}

    /// The name alone: `gemini-x`.
    public static String bare(String name) {
        return name.startsWith(COLLECTION) ? name.substring(COLLECTION.length()) : name;
    }

    /// The name in its collection: `models/gemini-x`.
    public static String full(String name) {
        return COLLECTION + bare(name);
    }
}
