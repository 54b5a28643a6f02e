/// The dialect of Gemini: `generateContent` and `streamGenerateContent?alt=sse`.
///
/// Starting point: {@link io.agw.server.dialect.shape.generate.GenerateDialect}. The model and
/// whether it streams stand in the address, not in the body: they are read as absent and not
/// written. Both spellings of names are read, `camelCase` is written.
@NullMarked
package io.agw.server.dialect.shape.generate;

import org.jspecify.annotations.NullMarked;
