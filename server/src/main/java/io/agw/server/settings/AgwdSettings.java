package io.agw.server.settings;

import io.agw.server.listen.Drain;
import io.agw.server.listen.ListenerSettings;
import io.agw.server.oidc.IssuerSettings;
import io.agw.server.telemetry.file.AuditFileSettings;
import io.agw.store.sqlite.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that is set about the process.
///
/// @param dataDirectory folder of the gateway's own files
/// @param data the listener for clients
/// @param admin the listener for operators
/// @param dataIsLocal whether only this machine reaches the data listener
/// @param issuers whose signed tokens are believed
/// @param staticConfig bundle that is read once at start
/// @param sources where bundles come from
/// @param sourceFiles folder that `${file:PATH}` of bundles is read from
/// @param auditFile where requests are written as lines; empty: nowhere
/// @param environment the process's variables, those of `.env` files included
/// @param readFrom files that any of this was read from, which may hold secrets
public record AgwdSettings(
        Path dataDirectory,
        ListenerSettings data,
        ListenerSettings admin,
        boolean dataIsLocal,
        AdminAccess access,
        List<IssuerSettings> issuers,
        StoreSettings store,
        Optional<Path> staticConfig,
        List<SourceSetting> sources,
        Optional<Path> sourceFiles,
        LimitSettings limits,
        Drain.Limits drain,
        TracingSettings tracing,
        Optional<AuditFileSettings> auditFile,
        LogSettings log,
        Map<String, String> environment,
        List<Path> readFrom) {
    public AgwdSettings {
        issuers = List.copyOf(issuers);
        sources = List.copyOf(sources);
        environment = Map.copyOf(environment);
        readFrom = List.copyOf(readFrom);
    }

    /// Leaves the environment out.
    @Override
    public String toString() {
        return "AgwdSettings[" + dataDirectory + ", " + data + ", " + admin + "]";
    }
}
