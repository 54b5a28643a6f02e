/// Bundles by hand and in CI: `agwctl gateway validate | diff | apply | export`.
///
/// Starting point: {@link io.agw.cli.command.gateway.GatewayCommands}. {@link
/// io.agw.cli.command.gateway.BundleFiles} reads what `-f` names; {@link
/// io.agw.cli.command.gateway.CallerVariables} is what a bundle may refer to here.
@NullMarked
package io.agw.cli.command.gateway;

import org.jspecify.annotations.NullMarked;
