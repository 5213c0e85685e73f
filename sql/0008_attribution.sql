-- Who brought whom: signed links and the touches made through them.

create schema attribution;

create table attribution.link (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  kind text not null check (kind in ('sale', 'passed_on')),
  sale_id bigint not null,
  community_id bigint not null,
  curator_person_id bigint not null,
  -- Who passes it on; the curator herself for a sale link.
  from_person_id bigint not null,
  max_joins int not null check (max_joins >= 0),
  joins int not null default 0 check (joins >= 0),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (id, cell_id),
  constraint link_not_overused check (joins <= max_joins),
  constraint one_link_each unique (sale_id, community_id, from_person_id, cell_id)
);

create table attribution.touch (
  id bigint not null,
  cell_id smallint not null,
  link_id bigint not null,
  person_id bigint,
  touched_at timestamptz not null,
  primary key (id, cell_id)
);
create index touches_of_link on attribution.touch (link_id, id);

-- Who has paid for an order in a community, told by orders: they may pass its sales on.
create table attribution.buyer (
  person_id bigint not null,
  community_id bigint not null,
  cell_id smallint not null,
  since timestamptz not null,
  primary key (person_id, community_id, cell_id)
);

grant usage on schema attribution to leaven_app;
grant select, insert, update on all tables in schema attribution to leaven_app;
revoke update on attribution.touch from leaven_app;
