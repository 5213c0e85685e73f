-- Where a lot is from, for those who read English; empty: as the grower writes it.

alter table catalog.lot add column origin_en text not null default '';
