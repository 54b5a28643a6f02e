package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders;
import io.agw.server.guard.finding.Spotter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// An international bank account number: ISO 13616, of the length that its country has, whose check
/// digits are right, in groups of four or in one.
final class Iban implements Spotter {
    /// https://www.swift.com/standards/data-standards/iban-international-bank-account-number
    private static final String LENGTHS =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
                    + " DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27"
                    + " GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21"
                    + " LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15"
                    + " OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24"
                    + " SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private final Map<String, Integer> lengths = new HashMap<>();

    Iban() {
        for (var country : LENGTHS.split(" ", -1)) {
            lengths.put(country.substring(0, 2), Integer.valueOf(country.substring(2)));
        }
    }

    @Override
    public boolean canBegin(char first) {
        return Chars.isLetter(first);
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        if (!mayBegin(text, at)) {
            return NONE; // most words are none
        }
        var number = new StringBuilder();
        int wanted = 4;
        int i = at;
        while (number.length() < wanted) {
            if (i == text.length()) {
                return whole ? NONE : MORE;
            }
            char c = text.charAt(i);
            int have = number.length();
            boolean fits = have < 2 ? Chars.isLetter(c) : have < 4 ? Chars.isDigit(c) : isAny(c);
            boolean isGap = (c == ' ' || c == '-') && have >= 4 && text.charAt(i - 1) != c;
            if (!fits && !isGap) {
                return NONE;
            }
            if (fits) {
                number.append(Character.toUpperCase(c));
            }
            if (number.length() == 2 && !lengths.containsKey(number.toString())) {
                return NONE;
            }
            if (number.length() == 4 && wanted == 4) {
                wanted = lengths.getOrDefault(number.substring(0, 2), 4);
            }
            i++;
        }
        if (i == text.length() && !whole) {
            return MORE;
        }
        return Borders.isAt(text, i) && isRight(number.toString()) ? i : NONE;
    }

    /// Two letters and two digits, as far as the text goes.
    private static boolean mayBegin(CharSequence text, int at) {
        for (int i = at; i < at + 4 && i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(i < at + 2 ? Chars.isLetter(c) : Chars.isDigit(c))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAny(char c) {
        return Chars.isDigit(c) || Chars.isLetter(c);
    }

    /// ISO/IEC 7064, MOD 97-10.
    private static boolean isRight(String number) {
        var moved = (number.substring(4) + number.substring(0, 4)).toUpperCase(Locale.ROOT);
        int rest = 0;
        for (int i = 0; i < moved.length(); i++) {
            int value = Character.digit(moved.charAt(i), 36);
            rest = (value < 10 ? 10 * rest + value : 100 * rest + value) % 97;
        }
        return rest == 1;
    }

    @Override
    public String label() {
        return "iban";
    }
}
