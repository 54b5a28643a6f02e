package io.agw.server.wiring.meters;

import io.agw.server.survey.Survey;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What is known of providers, as gauges that are read from it.
public final class SurveyMeters {
    private SurveyMeters() {}

    /// Registers all of it. Once for each registry.
    public static void register(PrometheusRegistry registry, Survey survey) {
        GaugeWithCallback.builder()
                .name("agw_provider_healthy")
                .help("1 while the checks of a provider say that it is healthy.")
                .labelNames("provider")
                .callback(point ->
                        survey.providers().stream()
                                .filter(survey::isChecked)
                                .forEach(id -> point.call(survey.isHealthy(id) ? 1 : 0, id)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("agw_provider_models")
                .help("Models that a provider lists.")
                .labelNames("provider")
                .callback(point ->
                        survey.providers().forEach(id -> point.call(survey.models(id).size(), id)))
                .register(registry);
    }
}
