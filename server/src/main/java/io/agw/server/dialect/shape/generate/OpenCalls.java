package io.agw.server.dialect.shape.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds for each result the call that it answers: by id, or by name where there is none, the first
/// of a name first. Not thread-safe.
final class OpenCalls {
    private final List<Call> open = new ArrayList<>();
    private boolean answering;

    void called(String name, String id) {
        if (answering) {
            open.clear(); // a new turn of calls: what is open still was never answered
            answering = false;
        }
        open.add(new Call(name, id));
    }

    /// The id of the call.
    ///
    /// @param id as the result has it; null when it has none
    /// @return null when there is no such call
    @Nullable String answered(String name, @Nullable String id) {
        answering = true;
        var given = id == null || id.isEmpty() ? null : id;
        var call = first(each -> given == null ? each.name.equals(name) : each.id.equals(given));
        if (call == null && given != null) {
            // the client gave the result an id and the call none
            call = first(each -> each.name.equals(name) && CallIds.isOurs(each.id));
        }
        if (call == null) {
            return given;
        }
        open.remove(call);
        return call.id;
    }

    private @Nullable Call first(Predicate<Call> wanted) {
        return open.stream().filter(wanted).findFirst().orElse(null);
    }

    private record Call(String name, String id) {}
}
