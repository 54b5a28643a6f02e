/// Characters as whoever reads a text takes them. {@link io.agw.server.guard.letters.Letters} knows
/// single ones, {@link io.agw.server.guard.letters.FoldedWords} words of them.
@NullMarked
package io.agw.server.guard.letters;

import org.jspecify.annotations.NullMarked;
