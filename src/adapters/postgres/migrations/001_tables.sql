create table meta (name text collate "C" primary key, value text not null);

-- Events as they were committed. Nothing here is ever updated or deleted; text compares
-- by its bytes, so that every server sorts and finds it alike.
create table events (
    seq         bigserial primary key,
    stream      text collate "C" not null,
    revision    integer not null check (revision > 0),
    topic       text collate "C" not null,
    state       bytea not null,
    subject     text collate "C",
    occurred_at bigint not null,
    unique (stream, revision)
);
create index events_subject on events (subject, seq) where subject is not null;

-- The order in which readers see them: positions from 1 without a gap. Written by
-- mijoz_sequence() alone. The last row of each run says which seqs were handed out below
-- the highest one and have not been seen: still in flight, or rolled back.
create table log (
    position    bigint primary key,
    seq         bigint not null unique,
    recorded_at bigint not null,
    missing     int8multirange
);

-- Which transactions could still bring what was missing up to `mark`.
create table sequencer (
    mark    bigint not null,
    writers text[] not null,
    looked  timestamptz not null
);
insert into sequencer values (0, '{}', '-infinity');

create table command_keys (
    caller      text collate "C" not null,
    key         text collate "C" not null,
    fingerprint text not null,
    receipt     bytea not null,
    primary key (caller, key)
);
create table source_keys (
    source text collate "C" not null,
    key    text collate "C" not null,
    primary key (source, key)
);
create table claims (
    kind  text collate "C" not null,
    key   text collate "C" not null,
    owner text not null,
    primary key (kind, key)
);

create table views (
    projection text collate "C" not null,
    key        text collate "C" not null,
    row        bytea not null,
    primary key (projection, key)
);
create table checkpoints (
    projection text collate "C" primary key,
    position   bigint not null
);
create table dead_letters (
    projection text collate "C" not null,
    position   bigint not null,
    problem    text not null,
    primary key (projection, position)
);

-- The log as the eventsourcing library's recorder knows it, to be read with its tools.
create view recorded as
    select e.stream as originator_id, e.revision::bigint as originator_version,
        e.topic, e.state, l.position as notification_id
    from log l join events e using (seq);
