@NullMarked
package io.agw.bundle.price;

import org.jspecify.annotations.NullMarked;
