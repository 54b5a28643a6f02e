-- A key whose clients say who the user is has many kinds of turns in a day, which differ in no word
-- but the user.

DROP INDEX turn_kind_by_words;
CREATE INDEX turn_kind_by_words
    ON turn_kind (day, key_id, user, requested_model, agent_id, provider_id);
