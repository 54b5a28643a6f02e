package io.agw.server.admin.usage;

import io.agw.server.admin.api.Call;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Requests one by one, for lists and exports.
public final class Requests {
    /// The parameters that select.
    public static final Set<String> FILTERS = Words.OURS.parameters();

    public static final List<String> COLUMNS = Views.TURN;

    private final Turns turns;
    private final Times times;

    public Requests(UsageQueries usage, InstantSource clock) {
        this.turns = new Turns(usage);
        this.times = new Times(clock, false);
    }

    /// A page, as `/admin/usage/events` answers it.
    public ObjectNode page(Call call) {
        return turns.page(call, times.filter(call, Words.OURS, null), Views::turn);
    }

    /// The time that a call is about.
    public static UsageFilter time(Call call, InstantSource clock) {
        return new Times(clock, false).filter(call, Words.OURS, null);
    }

    /// Requests of a call that is understood, to be read later.
    public Found checked(Call call) {
        return new Found(turns, times.filter(call, Words.OURS, null));
    }

    /// Requests to be read page by page, the oldest first.
    public record Found(Turns turns, UsageFilter filter) {
        public void each(Reader reader) throws IOException {
            turns.each(
                    filter,
                    page -> {
                        for (var entry : page) {
                            reader.read(Views.turn(entry));
                        }
                    });
        }
    }

    /// Takes requests one by one.
    @FunctionalInterface
    public interface Reader {
        void read(ObjectNode request) throws IOException;
    }
}
