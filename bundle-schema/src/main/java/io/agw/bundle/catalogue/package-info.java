/// The prices that the gateway ships with, and how the price of a model is found among many.
///
/// Starting point: {@link io.agw.bundle.catalogue.PriceCatalogue}.
@NullMarked
package io.agw.bundle.catalogue;

import org.jspecify.annotations.NullMarked;
