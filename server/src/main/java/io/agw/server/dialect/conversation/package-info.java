/// What a request for a model and its answer mean, whatever dialect they are written in.
///
/// Starting point: {@link io.agw.server.dialect.conversation.Conversation} for the request, {@link
/// io.agw.server.dialect.conversation.AnswerEvent} for the answer. Every dialect is read into these
/// and written from them, so that n dialects need n readers and n writers and no pair has code of
/// its own. Pure values: nothing here knows a wire shape.
@NullMarked
package io.agw.server.dialect.conversation;

import org.jspecify.annotations.NullMarked;
