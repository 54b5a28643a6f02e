/// How much of what hurts a text has: {@link io.agw.server.guard.toxicity.Toxicity}.
@NullMarked
package io.agw.server.guard.toxicity;

import org.jspecify.annotations.NullMarked;
