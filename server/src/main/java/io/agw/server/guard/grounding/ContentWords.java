package io.agw.server.guard.grounding;

import io.agw.server.guard.letters.FoldedWords;
import io.agw.server.guard.letters.Letters;
import java.util.Set;
import java.util.function.Consumer;

/// The words of a text that say what it is about: no short ones, and none of those that stand in
/// every text. Words that begin alike are alike. Stateless.
final class ContentWords {
    private static final int SHORTEST = 4;

    /// Letters that make a word, so that its endings make no other.
    private static final int STEM = 6;

    private static final Set<String> EMPTY =
            Set.of(
                    """
                    aber about above after again alle alles alors also although always
                    anche ancora another antes aqui auch aunque aussi autre avec avoir
                    because been before beim being below between both cada cannot cela
                    celle celui ceux chez come comme como contra cosi could cual cuando
                    dalla damit dann dans dass dein deine dela dele della delle dello denn
                    depuis desde dessen dich diese diesem diesen dieser dieses doch does
                    doing donc donde dopo down durch during each eine einem einen einer
                    eines either ella ellas elle elles ellos else encore entre esta estaba
                    este esto estos etre euch euer even ever every fino from further haben
                    hacia hanno hasta hatte have having here hers herself hier himself
                    ihnen ihre ihrem ihren ihrer immer into isso isto itself jede jeder
                    just kann kein keine konnen leur leurs like loro made mais make many
                    mehr mein meine meme mich mientras might moins more most much mucho
                    muito mussen must myself nach nada nao neither nella nelle never nicht
                    ningun noch none nosotros notre nous oder ohne only other otra otro
                    ours over para parce pela pelo pendant perche pero peut piu please plus
                    poco porque pour pourquoi prima puede quale quand quando quel quelle
                    questa questo quien same sans schon sehr sein seine seja sempre sera
                    seus shall should sich sido siempre since sind sobre soll solo some
                    sono sont sous stata stato suas such tambem tambien tanto than that
                    their theirs them then there these they this those through thus tiene
                    toda todo todos tous tout toute tres tutti tutto uber under unser unter
                    until upon usted very viel votre vous wann want waren warum weil welche
                    well wenn werden were what when where whether which while whom whose
                    wieder will wird with within without would wurde your yours yourself
                    zwischen
                    """
                            .strip()
                            .split("[ \n]+"));

    private ContentWords() {}

    static void read(CharSequence text, Consumer<String> words) {
        FoldedWords.read(
                text,
                word -> {
                    if (counts(word)) {
                        words.accept(stem(word));
                    }
                });
    }

    /// Numbers count however short they are.
    private static boolean counts(String word) {
        if (Letters.isHan(word.charAt(0)) || isNumber(word)) {
            return true;
        }
        return word.length() >= SHORTEST && !EMPTY.contains(word);
    }

    private static String stem(String word) {
        return word.length() <= STEM || isNumber(word) ? word : word.substring(0, STEM);
    }

    private static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(0));
    }
}
