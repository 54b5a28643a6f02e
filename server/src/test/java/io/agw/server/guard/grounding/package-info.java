@NullMarked
package io.agw.server.guard.grounding;

import org.jspecify.annotations.NullMarked;
