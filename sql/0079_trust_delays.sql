-- How long after an order the orders that it brings come, fitted over the whole platform: one row, made again daily.
create table trust.delays (
  kind text primary key check (kind = 'child'),
  fitted_at timestamptz not null,
  -- Children that it was fitted on, and the communities that they came from.
  seen int not null check (seen > 0),
  communities int not null check (communities > 0),
  -- By after_ms[i] the share shares[i] of what comes has come.
  after_ms bigint[] not null,
  shares double precision[] not null,
  constraint a_share_a_step check (cardinality(after_ms) = cardinality(shares) and cardinality(shares) between 1 and 1000),
  constraint shares_are_shares check (0 < all (shares) and 1 >= all (shares))
);

grant select, insert, update on trust.delays to leaven_app;
