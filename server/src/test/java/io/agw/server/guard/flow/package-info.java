@NullMarked
package io.agw.server.guard.flow;

import org.jspecify.annotations.NullMarked;
