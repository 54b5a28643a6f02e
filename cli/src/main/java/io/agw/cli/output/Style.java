package io.agw.cli.output;

import io.agw.bundle.plan.PlanText;

/// Colours of a terminal, or none. Immutable.
public final class Style implements PlanText.Style {
    private final boolean coloured;

    public Style(boolean coloured) {
        this.coloured = coloured;
    }

    @Override
    public String paint(PlanText.Tone tone, String text) {
        return switch (tone) {
            case ADDED -> green(text);
            case CHANGED -> yellow(text);
            case REMOVED, ALARM -> red(text);
            case QUIET -> faint(text);
        };
    }

    public String green(String text) {
        return in("32", text);
    }

    public String yellow(String text) {
        return in("33", text);
    }

    public String red(String text) {
        return in("31", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    public String bold(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
