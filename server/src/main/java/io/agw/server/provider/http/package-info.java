/// Providers that are called over HTTP: an address, a way to show the key, and a path for each
/// operation.
///
/// Starting point: {@link io.agw.server.provider.http.HttpAccount}, from which a provider type
/// makes its provider in a few lines.
@NullMarked
package io.agw.server.provider.http;

import org.jspecify.annotations.NullMarked;
