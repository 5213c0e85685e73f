-- 谁让你动心的? On whose word an order came, as its buyer says: up to three members of its community, asked after placing.

create table attribution.word (
  order_id bigint not null,
  -- 1 to 3: nobody gets a fourth of an order.
  place smallint not null,
  cell_id smallint not null,
  community_id bigint not null,
  buyer_person_id bigint not null,
  named_person_id bigint not null,
  given_at timestamptz not null,
  primary key (order_id, place, cell_id),
  constraint three_words_at_most check (place between 1 and 3),
  constraint word_of_another check (named_person_id <> buyer_person_id),
  constraint one_word_each unique (order_id, named_person_id, cell_id)
);
create index words_by_named on attribution.word (named_person_id);
create index words_by_buyer on attribution.word (buyer_person_id);

grant select, insert, delete on attribution.word to leaven_app;
