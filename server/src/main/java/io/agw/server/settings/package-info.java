/// What an operator sets about the process: addresses, certificates, files, sources, telemetry.
/// None of it is bundle content.
///
/// Starting point: {@link io.agw.server.settings.SettingsReader}, which merges `agwd.yaml`, the
/// environment and the command line, in rising priority, and says everything that is wrong at once.
/// {@link io.agw.server.settings.Setting} is the one table of what there is.
@NullMarked
package io.agw.server.settings;

import org.jspecify.annotations.NullMarked;
