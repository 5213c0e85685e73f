-- A curator says that a check-up of her community is wrong; somebody of the platform looks and answers, once.

create table trust.appeal (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  community_id bigint not null,
  -- Who appeals; whoever sells there may.
  person_id bigint not null,
  -- The conclusion that she contests, and the reading that it was made in.
  label text not null,
  read_at timestamptz not null,
  words text not null,
  appealed_at timestamptz not null,
  -- stands: the conclusion is kept; set_aside: it is not shown any more while it stays the same.
  state text not null default 'waiting',
  answer text,
  answered_by text,
  answered_at timestamptz,
  primary key (id, cell_id),
  constraint appeal_states check (state in ('waiting', 'stands', 'set_aside')),
  constraint appeal_says_something check (char_length(words) between 2 and 500),
  constraint answer_says_something check (char_length(answer) between 2 and 500),
  constraint answered_as_a_whole check (
    (state = 'waiting') = (answer is null) and (answer is null) = (answered_by is null)
    and (answer is null) = (answered_at is null)
  ),
  constraint answered_after_the_appeal check (answered_at >= appealed_at)
);
-- One at a time: a second tap, or a second curator, adds nothing.
create unique index one_appeal_waits on trust.appeal (community_id, cell_id) where state = 'waiting';
create index appeals_of_community on trust.appeal (community_id, id desc);
create index appeals_waiting on trust.appeal (id) where state = 'waiting';
create index appeals_of_person on trust.appeal (person_id);

grant select, insert, update on trust.appeal to leaven_app;
-- A person who is erased leaves no words behind.
grant delete on trust.appeal to leaven_app;
