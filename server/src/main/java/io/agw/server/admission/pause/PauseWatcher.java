package io.agw.server.admission.pause;

import io.agw.server.admission.holder.Holder;

/// Hears of pauses, after they are written down. Does not throw. Thread-safe. Of pauses that end by
/// themselves nobody hears.
public interface PauseWatcher {
    /// Nobody hears.
    PauseWatcher NONE =
            new PauseWatcher() {
                @Override
                public void paused(Pause pause) {}

                @Override
                public void resumed(Holder holder, String actor) {}
            };

    void paused(Pause pause);

    /// @param actor who did it
    void resumed(Holder holder, String actor);
}
