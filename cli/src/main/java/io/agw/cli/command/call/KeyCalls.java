package io.agw.cli.command.call;

import static io.agw.cli.command.call.ApiCall.post;

import java.util.ArrayList;
import java.util.List;

/// What is done with virtual keys beyond what is done with every kind.
final class KeyCalls {
    private static final String KEY = "/admin/virtual_keys/{ID}";

    static final List<ApiCall> ALL = all();

    private KeyCalls() {}

    private static List<ApiCall> all() {
        var calls = new ArrayList<>(Planes.pausing(KEY, "a key"));
        calls.add(
                Resource.forcible(
                        post("rotate", "Give a key another text, and show it.", KEY + "/rotate")
                                .bodyOption(
                                        "--overlap",
                                        "overlap",
                                        false,
                                        "How long the text before works besides (default: 24h).")));
        calls.add(
                Resource.forcible(
                        post("retire", "End the text that a key had before.", KEY + "/retire")));
        return List.copyOf(calls);
    }
}
