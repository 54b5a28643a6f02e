/// Keys of upstreams that are more than a text to be shown: what is in them, and which can be used.
/// Pure.
@NullMarked
package io.agw.bundle.key;

import org.jspecify.annotations.NullMarked;
