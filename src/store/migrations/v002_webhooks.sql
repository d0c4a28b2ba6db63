-- Who is to be told of the end of a task, until they were: a restart forgets nobody.

CREATE TABLE webhooks (
    task_id       TEXT PRIMARY KEY,
    key_id        TEXT NOT NULL,
    url           TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
