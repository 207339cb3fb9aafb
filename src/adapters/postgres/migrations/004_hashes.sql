-- Whoever numbers waits for nobody, but this must wait for whoever numbers: from here on
-- each position is given with its hash. Appends go on meanwhile, and are numbered after.
select pg_advisory_xact_lock(mijoz_lock());

-- The roots of complete blocks of 16^level leaves, level 1 and up; see RFC 9162. They
-- are written where positions are given, by mijoz_sequence() alone.
create table tree (
    level integer not null,
    block bigint not null,
    hash  bytea not null,
    primary key (level, block)
);

-- Return what stands before an event's bytes where its leaf is the hash of both.
create function mijoz_entry(p_recorded bigint) returns bytea
language sql immutable as $$
    select '\x00'::bytea
        || convert_to('mijoz.entry.1 ' || p_recorded::text || chr(10), 'UTF8')
$$;

-- Return the root over 1, 2, 4, ... hashes of 32 bytes, which stand one after another.
create function mijoz_perfect(p_hashes bytea) returns bytea
language plpgsql immutable as $$
declare
    v_above bytea;
begin
    while length(p_hashes) > 32 loop
        v_above := '';  -- a loop takes half the time of a query
        for n in 0 .. length(p_hashes) / 64 - 1 loop
            v_above := v_above
                || sha256('\x01'::bytea || substr(p_hashes, n * 64 + 1, 64));
        end loop;
        p_hashes := v_above;
    end loop;
    return p_hashes;
end $$;

-- Keep the blocks that became complete as the log grew from p_before to p_after.
--
-- The caller holds mijoz_lock(), so nobody else does; and each statement sees what the
-- one before it has written.
create function mijoz_blocks(p_before bigint, p_after bigint) returns void
language plpgsql as $$
declare
    v_level integer := 1;
begin
    loop
        p_before := p_before / 16;
        p_after := p_after / 16;
        exit when p_before = p_after;
        if v_level = 1 then
            insert into tree
                select 1, (position - 1) / 16,
                    mijoz_perfect(string_agg(leaf, '' order by position))
                from log where position > p_before * 16 and position <= p_after * 16
                group by 2;
        else
            insert into tree
                select v_level, block / 16,
                    mijoz_perfect(string_agg(hash, '' order by block))
                from tree where level = v_level - 1
                    and block >= p_before * 16 and block < p_after * 16
                group by 2;
        end if;
        v_level := v_level + 1;
    end loop;
end $$;

alter table log add column leaf bytea;
update log set leaf = sha256(mijoz_entry(log.recorded_at) || events.state)
    from events where events.seq = log.seq;
alter table log alter column leaf set not null;
select mijoz_blocks(0, coalesce(max(position), 0)) from log;
insert into meta values ('log', gen_random_uuid());

-- Number all that is committed and not numbered, and this transaction's own events;
-- return the positions of those in p_own, or of the first and last if it is null. Each
-- position comes with the hash of what it was given to, and with the blocks it completes.
--
-- The caller holds mijoz_lock() until its transaction ends. Each statement here sees all
-- that was committed before the statement began, so the log as the last holder of the
-- lock left it. Events are numbered in the order of their seq. A stream's revision n was
-- visible to whoever recorded n + 1, before it drew a seq: so n has the lower one, and
-- whichever statement sees n + 1 sees n.
create or replace function mijoz_sequence(p_now bigint, p_own bigint[]) returns bigint[]
language plpgsql as $$
declare
    v_position bigint;
    v_recorded bigint;
    v_high bigint;
    v_missing int8multirange;
    v_settled bigint := 0;
    v_seqs bigint[];
    v_newest bigint;
    v_count bigint;
    v_entry bytea;
begin
    select l.position, greatest(p_now, l.recorded_at), l.missing,
            (select max(seq) from log)
        into v_position, v_recorded, v_missing, v_high
        from log l order by l.position desc limit 1;
    if v_position is null then
        v_position := 0; v_recorded := p_now; v_high := 0;
    end if;

    if v_missing is null then
        select array_agg(seq), max(seq), count(*) into v_seqs, v_newest, v_count
            from (select seq from events where seq > v_high order by seq) fresh;
        if v_newest - v_high > v_count then
            v_missing := '{}';
        end if;
    else
        v_settled := mijoz_settled(v_high);
        select array_agg(seq order by seq), max(seq), count(*)
            into v_seqs, v_newest, v_count
            from (
                select late.seq from unnest(v_missing) gap, lateral (
                    select seq from events where seq >= lower(gap) and seq < upper(gap)
                ) late
                union all
                select seq from events where seq > v_high
            ) fresh;
    end if;
    if v_count = 0 then
        return null;
    end if;

    if v_missing is not null then
        v_missing := v_missing
            + int8multirange(int8range(v_high, greatest(v_newest, v_high), '(]'))
            - (select range_agg(int8range(s, s, '[]')) from unnest(v_seqs) s)
            - int8multirange(int8range(null, v_settled, '(]'));
        if isempty(v_missing) then
            v_missing := null;
        end if;
    end if;
    v_entry := mijoz_entry(v_recorded);
    insert into log (position, seq, recorded_at, missing, leaf)
        select v_position + n, s, v_recorded, case when n = v_count then v_missing end,
            sha256(v_entry || (select state from events where seq = s))
        from unnest(v_seqs) with ordinality numbered (s, n);
    perform mijoz_blocks(v_position, v_position + v_count);

    if p_own is null then
        return array[v_position + 1, v_position + v_count];
    elsif v_count = cardinality(p_own) then
        return array(select generate_series(v_position + 1, v_position + v_count));
    end if;
    return array(
        select v_position + n from unnest(v_seqs) with ordinality numbered (s, n)
        join unnest(p_own) own (s) using (s) order by n
    );
end $$;
