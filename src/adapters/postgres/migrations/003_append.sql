-- Record whole batches or nothing of them, in one statement, under no lock but the rows'.
--
-- Raises MJ001 with [stream, expected, actual] and MJ002 with [kind, owner] in its
-- detail; unique_violation where another was quicker. Returns the positions of the
-- events if it numbered them, which it does unless another is numbering; else none, and
-- the seq that mijoz_number() is to be called with once this is committed.
create function mijoz_append(
    p_now bigint,
    p_callers text[], p_asked text[], p_fingerprints text[], p_receipts bytea[],
    p_sources text[], p_source_keys text[],
    p_freed_kinds text[], p_freed_keys text[], p_freed_owners text[],
    p_kinds text[], p_keys text[], p_owners text[],
    p_written text[], p_after integer[],
    p_streams text[], p_revisions integer[], p_topics text[], p_states bytea[],
    p_subjects text[], p_occurred bigint[],
    out positions bigint[], out last_seq bigint
)
language plpgsql as $$
declare
    v_refusal record;
    v_own bigint[];
begin
    if p_asked is not null then
        insert into command_keys
            select * from unnest(p_callers, p_asked, p_fingerprints, p_receipts)
            order by 1, 2;
    end if;
    if p_sources is not null then
        insert into source_keys
            select * from unnest(p_sources, p_source_keys) order by 1, 2;
    end if;
    if p_freed_kinds is not null then
        delete from claims
            using unnest(p_freed_kinds, p_freed_keys, p_freed_owners)
                freed (kind, key, owner)
            where claims.kind = freed.kind and claims.key = freed.key
                and claims.owner = freed.owner;
    end if;
    if p_kinds is not null then
        insert into claims
            select * from unnest(p_kinds, p_keys, p_owners) order by 1, 2
            on conflict do nothing;
        select wanted.kind, claims.owner into v_refusal
            from unnest(p_kinds, p_keys, p_owners) wanted (kind, key, owner)
            left join claims using (kind, key)
            where claims.owner is distinct from wanted.owner limit 1;
        if found and v_refusal.owner is null then
            raise serialization_failure using message = 'a claim was freed meanwhile';
        elsif found then
            raise exception using errcode = 'MJ002', message = 'claim taken',
                detail = json_build_array(v_refusal.kind, v_refusal.owner);
        end if;
    end if;

    if p_written is null then
        positions := '{}';
        return;
    end if;
    select written.stream, written.after, coalesce(held.revision, 0) as actual
        into v_refusal
        from unnest(p_written, p_after) written (stream, after), lateral (
            select max(revision) as revision from events
            where events.stream = written.stream
        ) held
        where coalesce(held.revision, 0) <> written.after limit 1;
    if found then
        raise exception using errcode = 'MJ001', message = 'conflict',
            detail = json_build_array(
                v_refusal.stream, v_refusal.after, v_refusal.actual
            );
    end if;
    with inserted as (
        insert into events (stream, revision, topic, state, subject, occurred_at)
            select * from unnest(
                p_streams, p_revisions, p_topics, p_states, p_subjects, p_occurred
            )
            returning seq
    )
    select array_agg(seq), max(seq) into v_own, last_seq from inserted;
    if v_own is null then
        positions := '{}';
    elsif pg_try_advisory_xact_lock(mijoz_lock()) then
        positions := mijoz_sequence(p_now, v_own);
    end if;
end $$;
