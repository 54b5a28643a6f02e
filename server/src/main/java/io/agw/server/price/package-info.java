/// What tokens cost, in whole numbers.
///
/// Starting point: {@link io.agw.server.price.PriceList}, which a snapshot holds and a turn asks
/// once when it is over. A {@link io.agw.server.price.Price} turns tokens into nano-dollars; {@link
/// io.agw.bundle.catalogue.PriceCatalogue} is what the gateway ships with.
@NullMarked
package io.agw.server.price;

import org.jspecify.annotations.NullMarked;
