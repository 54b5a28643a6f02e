/// Code that speaks to vendors' APIs: dialect, address, authentication, quirks.
///
/// Starting point: {@link io.agw.server.provider.ProviderType}, of which each implementation is a
/// package of its own below this one; {@link io.agw.server.provider.ProviderTypes} holds those that
/// the program was assembled with. Providers do not see each other, nor who calls them.
@NullMarked
package io.agw.server.provider;

import org.jspecify.annotations.NullMarked;
