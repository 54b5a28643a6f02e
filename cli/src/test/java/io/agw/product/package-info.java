/// The programs as a newcomer meets them: the scripts, the README, real processes. Runs after
/// everything is packaged.
@NullMarked
package io.agw.product;

import org.jspecify.annotations.NullMarked;
