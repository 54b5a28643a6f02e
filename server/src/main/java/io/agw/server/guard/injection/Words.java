package io.agw.server.guard.injection;

import io.agw.server.guard.letters.Letters;

/// Reads the words of a text. Case, accents, characters without width, letters that stand apart one
/// by one, and digits in the place of letters make no difference. Not thread-safe.
final class Words {
    /// From how many on letters that stand apart are words.
    private static final int SPELLED = 4;

    private final Lexicon lexicon;
    private final Matcher matcher;
    private final Walk walk;
    private final Walk otherwise;
    private final char[] run = new char[256];
    private int runLength;
    private int length;
    private char first;
    private boolean spelt;
    private boolean forked;
    private boolean tagged;
    private Meaning last = Meaning.NONE;

    Words(Lexicon lexicon, Matcher matcher) {
        this.lexicon = lexicon;
        this.matcher = matcher;
        this.walk = new Walk(lexicon);
        this.otherwise = new Walk(lexicon);
    }

    void read(CharSequence text) {
        int size = text.length();
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < size) {
                i++;
                takePair(Character.toCodePoint(c, text.charAt(i)));
                continue;
            }
            char letter = Letters.of(c);
            if (letter == Letters.NONE) {
                end();
                mark(c, i + 1 == size ? ' ' : text.charAt(i + 1));
            } else if (letter != Letters.UNSEEN) {
                take(letter);
            }
        }
        end();
        endRun();
    }

    private void takePair(int point) {
        if (Letters.isTag(point) != tagged) {
            end();
            tagged = !tagged;
        }
        char letter = Letters.of(point);
        if (letter == Letters.NONE) {
            end();
        } else if (letter != Letters.UNSEEN) {
            take(letter);
        }
    }

    private void take(char letter) {
        if (letter > 'z' && Letters.isHan(letter)) {
            if (length > 0 || (runLength > 0 && !Letters.isHan(run[0]))) {
                end();
                endRun();
            }
            addToRun(letter);
            return;
        }
        if (letter >= 'a' && letter <= 'z' && !forked) {
            walk.step(letter);
            first = letter;
            spelt = true;
        } else {
            takeUnclear(letter);
        }
        length++;
    }

    /// Takes what may be read in two ways, or comes behind it.
    private void takeUnclear(char letter) {
        char read = Letters.read(letter);
        char other = Letters.readOtherwise(letter);
        if (read != other && !forked) {
            otherwise.copy(walk);
            forked = true;
        }
        walk.step(read);
        if (forked) {
            otherwise.step(other);
        }
        first = read;
        spelt |= Character.isLetter(letter);
    }

    private void end() {
        if (length == 0) {
            return;
        }
        if (runLength > 0 && (Letters.isHan(run[0]) || length > 1 || !spelt)) {
            endRun();
        }
        if (length == 1 && spelt) {
            addToRun(first);
        } else {
            var meaning = spelt ? walk.meaning() : Meaning.NONE;
            emit(spelt && meaning == Meaning.NONE ? otherwise.meaning() : meaning);
        }
        length = 0;
        spelt = false;
        walk.start();
        if (forked) {
            otherwise.start();
            forked = false;
        }
    }

    private void addToRun(char letter) {
        if (runLength == run.length) {
            endRun();
        }
        run[runLength++] = letter;
    }

    /// Finds the words of letters between which nothing, or always something, stands.
    private void endRun() {
        int size = runLength;
        runLength = 0;
        boolean han = size > 0 && Letters.isHan(run[0]);
        int at = 0;
        while (at < size) {
            int to = han || size >= SPELLED ? longest(at, size) : at + 1;
            var meaning = to == at ? Meaning.NONE : lexicon.end(node(at, to));
            if (han || size < SPELLED || to > at) {
                emit(meaning);
            }
            at = Math.max(to, at + 1);
        }
    }

    private int node(int from, int to) {
        int node = Lexicon.ROOT;
        for (int i = from; i < to && node != Lexicon.DEAD; i++) {
            node = lexicon.next(node, run[i]);
        }
        return node == Lexicon.DEAD ? Lexicon.ROOT : node;
    }

    /// Where the longest known word ends, or where it would begin.
    private int longest(int from, int size) {
        int end = from;
        int node = Lexicon.ROOT;
        for (int i = from; i < size; i++) {
            node = lexicon.next(node, run[i]);
            if (node == Lexicon.DEAD) {
                break;
            }
            if (lexicon.end(node) != Meaning.NONE) {
                end = i + 1;
            }
        }
        return end;
    }

    private void mark(char c, char next) {
        if (" \t\r\n-_*\"`".indexOf(c) >= 0) {
            return;
        }
        if (runLength > 0 && Letters.isHan(run[0])) {
            endRun();
        }
        if (c == ':') {
            speak();
        }
        if ((".!?;".indexOf(c) >= 0 && Character.isWhitespace(next)) || "。！？".indexOf(c) >= 0) {
            if (runLength < 2) {
                endRun();
                matcher.sentence(lexicon.mark(WordSet.PAUSE));
            }
        } else if (",:—".indexOf(c) >= 0) {
            matcher.pause(lexicon.mark(WordSet.PAUSE));
        }
        last = Meaning.NONE;
    }

    private void speak() {
        if (last.isOf(WordSet.AI)) {
            matcher.mark(lexicon.mark(WordSet.AI_SPEAKS));
        } else if (last.isOf(WordSet.USER)) {
            matcher.mark(lexicon.mark(WordSet.USER_SPEAKS));
        } else if (last.isOf(WordSet.SYSTEM)) {
            matcher.mark(lexicon.mark(WordSet.SYSTEM_SPEAKS));
        }
    }

    private void emit(Meaning meaning) {
        last = meaning;
        matcher.word(meaning);
    }
}
