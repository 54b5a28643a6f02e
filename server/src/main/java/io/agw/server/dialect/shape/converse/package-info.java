/// Amazon Bedrock's Converse: requests written from conversations, answers read into them. No
/// client speaks it.
///
/// Starting point: {@link io.agw.server.dialect.shape.converse.ConverseDialect}. `RequestWriter`
/// with `TurnWriter`, `BlockWriter`, `SettingsWriter` and `ToolsWriter` writes a request;
/// `ConverseAnswerReader` with `OpenBlocks` reads an answer, whole or streamed.
///
/// The API is one for many models, and what some of them take others refuse: {@link
/// io.agw.server.dialect.shape.converse.Family} is what a model's name tells of it.
@NullMarked
package io.agw.server.dialect.shape.converse;

import org.jspecify.annotations.NullMarked;
