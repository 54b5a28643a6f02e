package io.agw.server.dialect.shape;

/// Formats of sound, which are media types but for the names of some.
public final class AudioFormat {
    private AudioFormat() {}

    public static String type(String format) {
        return format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
    }

    public static String format(String type) {
        return switch (type) {
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "audio/wav", "audio/wave", "audio/x-wav", "audio/vnd.wave" -> "wav";
            default -> type.substring(type.indexOf('/') + 1);
        };
    }
}
