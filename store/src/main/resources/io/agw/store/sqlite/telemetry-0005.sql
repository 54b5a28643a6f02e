-- Tokens by part, and what they cost. Parts do not overlap: what input_tokens and output_tokens hold
-- beyond the parts beside them is ordinary. Older rows have no parts, and no known cost.

-- whose the numbers are: 0 the upstream's, 1 a guess, 2 a guess in place of numbers that cannot be
-- believed
ALTER TABLE usage RENAME COLUMN estimated TO usage_source;

ALTER TABLE usage ADD COLUMN cache_read_tokens INTEGER;
ALTER TABLE usage ADD COLUMN cache_write_tokens INTEGER;
ALTER TABLE usage ADD COLUMN long_cache_write_tokens INTEGER;
ALTER TABLE usage ADD COLUMN audio_input_tokens INTEGER;
ALTER TABLE usage ADD COLUMN reasoning_tokens INTEGER;
ALTER TABLE usage ADD COLUMN audio_output_tokens INTEGER;

ALTER TABLE usage ADD COLUMN provider_usage TEXT;        -- JSON as the upstream wrote it
ALTER TABLE usage ADD COLUMN cost_nano_usd INTEGER;      -- NULL: not known
ALTER TABLE usage ADD COLUMN price_id TEXT;
ALTER TABLE usage ADD COLUMN price_version TEXT;
