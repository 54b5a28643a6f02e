package io.agw.bundle.guardrail;

import io.agw.bundle.model.Doc;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Settings of the type `pii`.
public record PiiConfig(@Doc("What is looked for; empty: all of it.") List<Entity> entities)
        implements GuardrailConfig {
    /// What tells who somebody is, or lets one in, and can be known by its shape.
    public enum Entity {
        /// An address of electronic mail.
        EMAIL,
        /// A telephone number that is written as one.
        PHONE,
        /// A payment card number, 12 to 19 digits whose check digit is right.
        CREDIT_CARD,
        /// An international bank account number whose check digits are right.
        IBAN,
        /// A social security number of the United States.
        SSN,
        /// An address of the internet, version 4 or 6.
        IP,
        /// A key or token of a shape that its maker published.
        SECRET
    }

    public PiiConfig {
        entities = List.copyOf(entities);
    }

    /// What is looked for.
    public Set<Entity> wanted() {
        return entities.isEmpty() ? EnumSet.allOf(Entity.class) : EnumSet.copyOf(entities);
    }
}
