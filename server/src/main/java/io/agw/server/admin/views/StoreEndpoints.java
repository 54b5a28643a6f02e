package io.agw.server.admin.views;

import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.store.TelemetryWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// `/admin/store`: whether what is to be kept can be written.
public final class StoreEndpoints {
    private final Supplier<TelemetryWriter.Counters> usage;
    private final BooleanSupplier ledgerFails;

    /// @param usage what became of the records of turns
    /// @param ledgerFails whether what budgets are charged cannot be written
    public StoreEndpoints(Supplier<TelemetryWriter.Counters> usage, BooleanSupplier ledgerFails) {
        this.usage = usage;
        this.ledgerFails = ledgerFails;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        "/admin/store", "Whether usage and budgets can be written.", this::store));
    }

    private Answer store(Call call) {
        var counters = usage.get();
        var view = Json.object();
        view.putObject("ledger").put("degraded", ledgerFails.getAsBoolean());
        view.putObject("telemetry")
                .put("degraded", counters.degraded())
                .put("queued", counters.queued())
                .put("rows_written", counters.usageWritten())
                .put("rows_lost", counters.usageLost())
                .put("spans_lost", counters.spansLost())
                .put("write_failures", counters.failures());
        return Answer.ok(view);
    }
}
