package io.agw.server.guard.pii;

import io.agw.bundle.guardrail.PiiConfig;
import io.agw.bundle.guardrail.PiiConfig.Entity;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Spotting;
import io.agw.server.guard.finding.Verdict;
import java.util.ArrayList;
import java.util.List;

/// Finds what its shape tells, with check digits where it has some. Names, birthdays and postal
/// addresses have no shape and are not found. Immutable.
public final class Pii implements Guard {
    private final List<Spotter> spotters;
    private final Spotting spotting;

    public Pii(PiiConfig config) {
        var wanted = config.wanted();
        var all = new ArrayList<Spotter>();
        // what can be checked comes before what only looks like it
        for (var entity :
                List.of(
                        Entity.SECRET,
                        Entity.EMAIL,
                        Entity.IBAN,
                        Entity.CREDIT_CARD,
                        Entity.SSN,
                        Entity.IP,
                        Entity.PHONE)) {
            if (wanted.contains(entity)) {
                all.add(spotter(entity));
            }
        }
        spotters = List.copyOf(all);
        spotting = new Spotting(spotters);
    }

    private static Spotter spotter(Entity entity) {
        return switch (entity) {
            case EMAIL -> new Email();
            case PHONE -> new Phone();
            case CREDIT_CARD -> new CreditCard();
            case IBAN -> new Iban();
            case SSN -> new Ssn();
            case IP -> new IpAddress();
            case SECRET -> new Secrets();
        };
    }

    @Override
    public Verdict inspect(CharSequence text) {
        var spans = spotting.spans(text);
        return spans.isEmpty() ? Verdict.CLEAN : Verdict.Found.of(spans);
    }

    @Override
    public List<Spotter> spotters() {
        return spotters;
    }
}
