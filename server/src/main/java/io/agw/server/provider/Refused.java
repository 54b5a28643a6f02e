package io.agw.server.provider;

import io.agw.server.dialect.UpstreamError;

/// What a vendor says when it refuses a call.
///
/// @param status as it came
/// @param sentence for people; empty when there is none
/// @param isBare whether the sentence stands where others have an object
public record Refused(int status, UpstreamError error, String sentence, boolean isBare) {
    public boolean isOfType(String type) {
        return type.equals(error.type());
    }

    /// The status that it stands for in Anthropic's API, where an account without credit is told by
    /// nothing but the sentence: https://docs.anthropic.com/en/api/errors.
    public int meantByAnthropic() {
        boolean isUnpaid =
                status == 400
                        && isOfType("invalid_request_error")
                        && sentence.startsWith("Your credit balance is too low");
        return isUnpaid ? 402 : status;
    }
}
