/// Answers that are kept in memory and given again to those who ask alike. Whose answers are whose
/// is part of every key, so that nobody is given another's. Starting points: {@link
/// io.agw.server.cache.Caches}, {@link io.agw.server.cache.CacheIndex}.
@NullMarked
package io.agw.server.cache;

import org.jspecify.annotations.NullMarked;
