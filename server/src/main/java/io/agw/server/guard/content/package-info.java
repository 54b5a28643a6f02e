/// Words and patterns that an operator lists: {@link io.agw.server.guard.content.ContentPolicy}.
@NullMarked
package io.agw.server.guard.content;

import org.jspecify.annotations.NullMarked;
