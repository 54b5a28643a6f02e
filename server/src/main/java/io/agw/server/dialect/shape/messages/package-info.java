/// Anthropic's Messages, read into conversations and written from them.
///
/// Starting point: {@link io.agw.server.dialect.shape.messages.MessagesDialect}. `RequestReading`,
/// `TurnReading` and `BlockReading` read a request; `RequestWriting`, `ThoughtWriting`,
/// `TurnWriting` and `BlockWriting` write one; `AnswerReading` with `OpenBlocks` reads an answer;
/// `AnswerWriting` and `StreamWriting` write one.
///
/// What a request says beyond the conversation is a hint when the answer's words do not depend on
/// it, else foreign, and then only a provider of this dialect can be asked:
///
/// | member | counts as |
/// |---|---|
/// | `metadata` beyond `user_id`, `service_tier`, `inference_geo`, `speed`, `user_profile_id`, `diagnostics` | hint |
/// | `cache_control` of the whole request, members of `cache_control` beyond `ttl` | hint |
/// | `context_management` | hint: it only clears the prompt of what is old |
/// | `betas`, `anthropic_beta`, `anthropic_version` | hint: what they allow is judged where it is used |
/// | `citations` of earlier answers, `eager_input_streaming` of a tool | hint |
/// | `defer_loading` of a tool | hint: it only keeps the tool out of the prompt until it is searched for |
/// | `container`, `mcp_servers` | foreign, unless empty |
/// | tools that the vendor runs or has trained, `input_examples`, callers other than `direct` | foreign |
/// | blocks of such tools and their results, `search_result`, `container_upload`, `compaction` | foreign |
/// | `context` and `citations` of a document, sources of other kinds | foreign |
/// | `output_config.task_budget` and every member that is not known | foreign |
@NullMarked
package io.agw.server.dialect.shape.messages;

import org.jspecify.annotations.NullMarked;
