/// What tells who somebody is, or lets one in, by its shape: {@link io.agw.server.guard.pii.Pii}.
@NullMarked
package io.agw.server.guard.pii;

import org.jspecify.annotations.NullMarked;
