-- Which nicknames somebody chose, and which we made up: 群友6283 is asked about once, and a name that a member set by hand
-- in her community stays when she changes the one of her account.

alter table people.person add column is_nickname_made_up boolean not null default false;
alter table people.person add constraint made_up_looks_it
  check (not is_nickname_made_up or nickname ~ '^(群友|Member )[0-9]{4}$');

alter table communities.member add column nickname_is_own boolean not null default false;
