package io.agw.server.wiring.meters;

import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.pause.Pauses;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/// Pauses, as gauges that are read from them.
public final class PauseMeters {
    private PauseMeters() {}

    /// Registers all of it. Once for each registry.
    public static void register(PrometheusRegistry registry, Pauses pauses) {
        GaugeWithCallback.builder()
                .name("agw_paused")
                .help("Agents and keys that an operator or a policy has paused.")
                .labelNames("kind")
                .callback(point -> {
                    var list = pauses.list();
                    for (var type : List.of(HolderType.AGENT, HolderType.VIRTUAL_KEY)) {
                        long paused =
                                list.stream().filter(each -> each.holder().type() == type).count();
                        point.call((double) paused, type.word());
                    }
                })
                .register(registry);
    }
}
