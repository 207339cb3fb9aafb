-- One sequencer at a time, whoever it is: the lock of one store's log.
create function mijoz_lock() returns bigint
language sql stable as $$
    select (1296648794::bigint << 32) | 'events'::regclass::oid::bigint
$$;

-- Return the seq up to which whatever is missing was rolled back, and will never come.
--
-- A writer holds its lock on `events` from before it draws a seq until after its commit
-- can be seen. So when none of those who held that lock at some moment still holds it,
-- all seqs that were drawn by then are visible to a later statement, or dead. This asks
-- about writers to this table only: no long transaction elsewhere delays it, and a
-- restored store, whose writers are gone, forgets them at the first look. It looks once
-- a second at most.
create function mijoz_settled(p_high bigint) returns bigint
language plpgsql as $$
declare
    v_last sequencer;
    v_writers text[];
begin
    select * into v_last from sequencer;
    if v_last.looked > clock_timestamp() - interval '1 second' then
        return 0;
    end if;
    select coalesce(array_agg(virtualtransaction), '{}') into v_writers from pg_locks
        where locktype = 'relation' and mode = 'RowExclusiveLock'
            and relation = 'events'::regclass
            and database = (
                select oid from pg_database where datname = current_database()
            );
    if v_last.writers && v_writers then
        update sequencer set looked = clock_timestamp();
        return 0;
    end if;
    update sequencer
        set mark = p_high, writers = v_writers, looked = clock_timestamp();
    return v_last.mark;
end $$;

-- Number all that is committed and not numbered, and this transaction's own events;
-- return the positions of those in p_own, or of the first and last if it is null.
--
-- The caller holds mijoz_lock() until its transaction ends. Each statement here sees all
-- that was committed before the statement began, so the log as the last holder of the
-- lock left it. Events are numbered in the order of their seq. A stream's revision n was
-- visible to whoever recorded n + 1, before it drew a seq: so n has the lower one, and
-- whichever statement sees n + 1 sees n.
create function mijoz_sequence(p_now bigint, p_own bigint[]) returns bigint[]
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
    insert into log (position, seq, recorded_at, missing)
        select v_position + n, s, v_recorded, case when n = v_count then v_missing end
        from unnest(v_seqs) with ordinality numbered (s, n);

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

-- Number what is committed; return the last position given, 0 if there was nothing to
-- do, null if another was at it. With seqs, wait up to a fifth of a second for the
-- other, until all of them are numbered: by whom is all the same.
create function mijoz_number(p_now bigint, p_seqs bigint[]) returns bigint
language plpgsql as $$
begin
    for turn in 1..14 loop
        if p_seqs is not null and not exists (
            select from unnest(p_seqs) s
            where not exists (select from log where log.seq = s)
        ) then
            return 0;
        end if;
        if pg_try_advisory_xact_lock(mijoz_lock()) then
            return coalesce((mijoz_sequence(p_now, null))[2], 0);
        end if;
        exit when p_seqs is null;
        perform pg_sleep(0.002 * turn);
    end loop;
    return null;
end $$;
