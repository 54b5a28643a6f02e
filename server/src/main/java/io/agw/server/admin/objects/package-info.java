/// One resource for all kinds: list, get, create, replace, delete, enable, disable.
///
/// Starting point: {@link io.agw.server.admin.objects.ObjectEndpoints}. A new kind appears here by
/// a line in {@link io.agw.server.admin.objects.ObjectPaths}, which the compiler asks for.
@NullMarked
package io.agw.server.admin.objects;

import org.jspecify.annotations.NullMarked;
