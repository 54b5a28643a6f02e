@NullMarked
package io.agw.server.price;

import org.jspecify.annotations.NullMarked;
