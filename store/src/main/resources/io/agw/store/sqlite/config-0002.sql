-- What logins brought, and renewals since: no configuration, and so beside it.
CREATE TABLE login_token (
    version    INTEGER PRIMARY KEY AUTOINCREMENT,
    credential TEXT NOT NULL UNIQUE,      -- id of the credential; the row ends with it
    key_id     TEXT NOT NULL,
    nonce      BLOB NOT NULL,
    ciphertext BLOB NOT NULL
) STRICT;
