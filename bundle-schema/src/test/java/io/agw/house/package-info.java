/// The rules of the house that a compiler does not check, for the architecture test of each module.
@NullMarked
package io.agw.house;

import org.jspecify.annotations.NullMarked;
