/// OpenAI's models at Microsoft Azure.
///
/// Starting point: {@link io.agw.server.provider.azure.AzureOpenAiType}.
@NullMarked
package io.agw.server.provider.azure;

import org.jspecify.annotations.NullMarked;
