package io.agw.server.dialect.shape.messages;

import java.util.regex.Pattern;

/// What an upstream's model takes, told by its name. Of a model whose name says nothing only what
/// all of them take is assumed.
///
/// @param adaptive whether it decides itself how long to think, within an effort
/// @param budgeted whether a budget of thought may be set
/// @param sampled whether settings of sampling are taken at all
/// @param doubly whether a temperature and `top_p` are taken together
/// @param instructedLater whether system messages may stand within the conversation
record ModelTraits(
        boolean adaptive,
        boolean budgeted,
        boolean sampled,
        boolean doubly,
        boolean instructedLater) {
    private static final Pattern VERSION =
            Pattern.compile("claude-[a-z]+-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");
    private static final ModelTraits UNKNOWN = new ModelTraits(false, true, true, true, false);

    static ModelTraits of(String model) {
        var version = VERSION.matcher(model);
        if (!version.find()) {
            return UNKNOWN;
        }
        var minor = version.group(2);
        int number =
                100 * Integer.parseInt(version.group(1))
                        + (minor == null ? 0 : Integer.parseInt(minor));
        return new ModelTraits(
                number >= 406, number < 407, number < 407, number < 401, number >= 408);
    }
}
