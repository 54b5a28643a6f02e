/// Calls of services that operators name: signed JSON to an address that may be a secret, by the
/// client that calls upstreams, and so within the rules for addresses.
///
/// Starting point: {@link io.agw.server.hook.Hooks}.
@NullMarked
package io.agw.server.hook;

import org.jspecify.annotations.NullMarked;
