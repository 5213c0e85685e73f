-- Communities are places: a purpose, a closed door, roles, and the carriers they live on.

create schema communities;

create table communities.community (
  id bigint not null,
  cell_id smallint not null check (cell_id between 0 and 255),
  name text not null check (length(name) between 1 and 40),
  purpose text not null default '' check (length(purpose) <= 300),
  rules text not null default '' check (length(rules) <= 2000),
  city text not null default '' check (length(city) <= 60),
  owner_person_id bigint not null,
  door text not null check (door in ('open_by_link', 'by_approval')),
  may_sell boolean not null default true,
  member_cap int not null check (member_cap between 2 and 200000),
  -- How long and for how many a sale link is also an invitation of that sale.
  sale_link_days smallint not null default 7 check (sale_link_days between 1 and 90),
  sale_link_joins int not null default 500 check (sale_link_joins between 0 and 200000),
  -- Active members only: those who wait at the door take no seat.
  member_count int not null default 0,
  state text not null default 'open' check (state in ('open', 'closed')),
  is_synthetic boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  primary key (id, cell_id),
  constraint community_not_overfull check (member_count between 0 and member_cap)
);
create index communities_of_owner on communities.community (owner_person_id);

create table communities.carrier (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  kind text not null check (kind in ('wechat_group', 'wecom_group', 'qq_group', 'douyin_group', 'moments', 'official_account', 'whatsapp', 'telegram', 'discord', 'in_app')),
  name text not null default '' check (length(name) <= 60),
  since timestamptz not null,
  left_at timestamptz,
  primary key (id, cell_id)
);
create index carriers_of_community on communities.carrier (community_id);

create table communities.member (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  person_id bigint not null,
  nickname text not null check (length(nickname) between 1 and 30),
  roles text[] not null default '{}' check (roles <@ array['owner', 'curator', 'manager', 'editor', 'merchant_rep']),
  state text not null check (state in ('waiting', 'active', 'declined', 'left', 'banned')),
  invited_by bigint,
  invitation_id bigint,
  link_id bigint,
  accepted_rules_at timestamptz,
  joined_at timestamptz,
  left_at timestamptz,
  ban_reason text,
  created_at timestamptz not null,
  primary key (id, cell_id),
  constraint one_membership unique (community_id, person_id, cell_id),
  check (state <> 'active' or joined_at is not null),
  check ((state = 'banned') = (ban_reason is not null)),
  check (ban_reason is null or length(ban_reason) between 1 and 200),
  check (state = 'active' or roles = '{}')
);
create index members_of_community on communities.member (community_id, id);

-- Memberships by person, on one node: written on joining and leaving.
create table communities.membership (
  person_id bigint not null,
  community_id bigint not null,
  member_id bigint not null,
  state text not null,
  roles text[] not null default '{}',
  primary key (person_id, community_id)
);

create table communities.invitation (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  inviter_person_id bigint not null,
  max_uses int not null check (max_uses between 1 and 1000),
  uses int not null default 0 check (uses >= 0),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (id, cell_id),
  constraint invitation_not_overused check (uses <= max_uses)
);
create index invitations_of_community on communities.invitation (community_id);

create table communities.pickup_point (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  name text not null check (length(name) between 1 and 40),
  place text not null check (length(place) between 1 and 200),
  hours text not null default '' check (length(hours) <= 60),
  closed_at timestamptz,
  created_at timestamptz not null,
  primary key (id, cell_id)
);
create index pickup_points_of_community on communities.pickup_point (community_id);

grant usage on schema communities to leaven_app;
grant select, insert, update on all tables in schema communities to leaven_app;
