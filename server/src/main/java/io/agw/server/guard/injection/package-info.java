/// Orders to a model from whom it should not obey: {@link io.agw.server.guard.injection.Injection}.
@NullMarked
package io.agw.server.guard.injection;

import org.jspecify.annotations.NullMarked;
