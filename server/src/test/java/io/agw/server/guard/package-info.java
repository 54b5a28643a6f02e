@NullMarked
package io.agw.server.guard;

import org.jspecify.annotations.NullMarked;
