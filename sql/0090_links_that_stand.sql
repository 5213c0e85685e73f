-- A sale's own link cannot be withdrawn: who closes the sale stops it. So orders through it need not ask.
alter table attribution.link
  add constraint only_passed_on_links_are_withdrawn check (kind = 'passed_on' or revoked_at is null);
