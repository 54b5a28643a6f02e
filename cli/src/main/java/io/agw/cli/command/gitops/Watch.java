package io.agw.cli.command.gitops;

import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shows something again whenever it has changed, driven by the gateway's events, until the caller
/// interrupts it. A gateway that goes away is waited for.
final class Watch {
    private static final long PAUSE_MILLIS = 1_000;

    private final Invocation invocation;
    private final Supplier<JsonNode> current;
    private @Nullable JsonNode shown;

    Watch(Invocation invocation, Supplier<JsonNode> current) {
        this.invocation = invocation;
        this.current = current;
    }

    /// The first look must succeed; later ones may fail, which is said once.
    void run(Consumer<JsonNode> show) throws InterruptedException {
        look(show);
        var said = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                invocation.admin().events("/admin/events", line -> refresh(line, show));
                said = "";
            } catch (CommandFailed e) {
                if (!e.line().equals(said)) {
                    said = e.line();
                    invocation.note("agwctl: " + said + "; trying again");
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// An event, a heartbeat, or the start of the stream: what has been missed is caught up.
    private boolean refresh(String line, Consumer<JsonNode> show) {
        if (line.isEmpty() || line.startsWith("data:") || line.startsWith(":")) {
            look(show);
        }
        return !Thread.currentThread().isInterrupted();
    }

    private void look(Consumer<JsonNode> show) {
        var now = current.get();
        if (!now.equals(shown)) {
            if (shown != null && invocation.shell().terminal()) {
                invocation.shell().out().print("\u001b[H\u001b[2J");
            }
            shown = now;
            show.accept(now);
        }
    }
}
