/// Whether answers have the form that they should: {@link io.agw.server.guard.format.Format}.
@NullMarked
package io.agw.server.guard.format;

import org.jspecify.annotations.NullMarked;
