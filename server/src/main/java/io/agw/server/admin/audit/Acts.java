package io.agw.server.admin.audit;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.usage.Requests;
import io.agw.store.AuditLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Acts of administrators, the newest first.
record Acts(AuditLog log, InstantSource clock) {
    static final List<String> COLUMNS =
            List.of(
                    "kind",
                    "id",
                    "at",
                    "actor",
                    "action",
                    "subject",
                    "address",
                    "request_id",
                    "detail");
    private static final int PAGE = 500;

    /// Acts of a call that is understood, to be read later.
    Found checked(Call call) {
        return new Found(log, wanted(call), call.queried("cursor").map(Acts::number).orElse(0L));
    }

    private Wanted wanted(Call call) {
        var time = Requests.time(call, clock);
        return new Wanted(
                time.from(),
                time.to(),
                call.queried("actor").orElse(""),
                call.queried("action").orElse(""),
                call.queried("subject").orElse(""));
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw AdminError.invalid(
                    "cursor: \"" + text + "\" (expected: a next_cursor of this list)");
        }
        return Long.parseLong(text);
    }

    static ObjectNode view(AuditLog.Entry entry) {
        var draft = entry.draft();
        var view =
                Json.object()
                        .put("kind", "admin")
                        .put("id", entry.id())
                        .put("at", Json.time(entry.at()))
                        .put("actor", draft.actor())
                        .put("action", draft.action())
                        .put("subject", draft.subject());
        if (!draft.from().isEmpty()) {
            view.put("address", draft.from());
        }
        if (!draft.requestId().isEmpty()) {
            view.put("request_id", draft.requestId());
        }
        view.set("detail", Json.parsed(draft.detailJson()));
        return view;
    }

    /// Empty texts select nothing.
    private record Wanted(Instant from, Instant to, String actor, String action, String subject) {
        boolean matches(AuditLog.Entry entry) {
            var draft = entry.draft();
            return !entry.at().isBefore(from)
                    && entry.at().isBefore(to)
                    && (actor.isEmpty() || actor.equals(draft.actor()))
                    && (action.isEmpty() || action.equals(draft.action()))
                    && (subject.isEmpty() || subject.equals(draft.subject()));
        }
    }

    /// Acts to be read page by page.
    ///
    /// @param before the id of the act before; 0 from the newest on
    record Found(AuditLog log, Wanted wanted, long before) {
        List<AuditLog.Entry> first(int limit) {
            var found = new ArrayList<AuditLog.Entry>();
            each(entry -> {
                found.add(entry);
                return found.size() < limit;
            });
            return found;
        }

        <E extends Exception> void each(Reader<E> reader) throws E {
            long behind = before;
            while (true) {
                var page = log.list(behind, PAGE);
                for (var entry : page) {
                    // an older time ends nothing: a clock may have been set back for a while
                    if (wanted.matches(entry) && !reader.read(entry)) {
                        return;
                    }
                }
                if (page.size() < PAGE) {
                    return;
                }
                behind = page.getLast().id();
            }
        }
    }

    /// Takes acts one by one.
    @FunctionalInterface
    interface Reader<E extends Exception> {
        /// @return whether it goes on
        boolean read(AuditLog.Entry entry) throws E;
    }
}
