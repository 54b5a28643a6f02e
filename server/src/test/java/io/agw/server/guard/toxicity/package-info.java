@NullMarked
package io.agw.server.guard.toxicity;

import org.jspecify.annotations.NullMarked;
