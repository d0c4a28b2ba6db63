-- One set of statements for SQLite and PostgreSQL. Times are milliseconds since 1970, JSON is kept as text.

CREATE TABLE tasks (
    id              TEXT PRIMARY KEY,
    key_id          TEXT NOT NULL,
    status          TEXT NOT NULL,
    output          TEXT NOT NULL,
    credits_used    DOUBLE PRECISION NOT NULL,
    device          TEXT NOT NULL,
    is_session      SMALLINT NOT NULL,
    wants_recording SMALLINT NOT NULL,
    live_url        TEXT,
    recording_url   TEXT,
    downloads_url   TEXT,
    created_at_ms   BIGINT NOT NULL,
    ended_at_ms     BIGINT NOT NULL,
    spec            TEXT NOT NULL,
    agent           TEXT NOT NULL
);
CREATE INDEX tasks_of_key ON tasks (key_id, created_at_ms);
CREATE INDEX tasks_by_status ON tasks (status);

CREATE TABLE events (
    task_id      TEXT NOT NULL,
    timestamp_ms BIGINT NOT NULL,
    id           TEXT NOT NULL,
    name         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    PRIMARY KEY (task_id, timestamp_ms)
);

CREATE TABLE api_keys (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    secret_sha256   TEXT NOT NULL,
    hint            TEXT NOT NULL,
    created_at_ms   BIGINT NOT NULL,
    last_used_at_ms BIGINT NOT NULL,
    is_revoked      SMALLINT NOT NULL,
    limits          TEXT NOT NULL,
    credits_used    DOUBLE PRECISION NOT NULL
);

CREATE TABLE profiles (
    key_id           TEXT NOT NULL,
    id               TEXT NOT NULL,
    cookies          TEXT NOT NULL,
    size_bytes       BIGINT NOT NULL,
    created_at_ms    BIGINT NOT NULL,
    last_saved_at_ms BIGINT NOT NULL,
    PRIMARY KEY (key_id, id)
);

CREATE TABLE uploads (
    id            TEXT PRIMARY KEY,
    key_id        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    file_name     TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    size_bytes    BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX uploads_of_key ON uploads (key_id, kind, created_at_ms);
CREATE INDEX uploads_by_expiry ON uploads (expires_at_ms);
