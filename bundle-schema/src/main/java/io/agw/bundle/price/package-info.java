/// Money, exactly: decimal text of documents to whole numbers and back.
///
/// Starting point: {@link io.agw.bundle.price.Dollars}. Nothing here is a floating-point number.
@NullMarked
package io.agw.bundle.price;

import org.jspecify.annotations.NullMarked;
