package io.agw.server.guard;

/// An answer has not the form that it should, and its model may be asked once more. Nothing of it
/// has gone out. Whoever has asked in vain has the same answer looked at again, which then becomes
/// what the guardrail makes of it.
public final class AnswerUnfit extends RuntimeException {
    private final transient String guardrailId;
    private final transient String text;
    private final transient String wish;

    AnswerUnfit(String guardrailId, String text, String wish) {
        super(guardrailId, null, false, false);
        this.guardrailId = guardrailId;
        this.text = text;
        this.wish = wish;
    }

    /// Who wants another one.
    public String guardrailId() {
        return guardrailId;
    }

    /// What the model has answered; never blank.
    public String text() {
        return text;
    }

    /// What the model is told; no part of a text.
    public String wish() {
        return wish;
    }
}
