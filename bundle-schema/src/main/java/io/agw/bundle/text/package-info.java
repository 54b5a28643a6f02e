/// Text forms that more than one package writes.
@NullMarked
package io.agw.bundle.text;

import org.jspecify.annotations.NullMarked;
