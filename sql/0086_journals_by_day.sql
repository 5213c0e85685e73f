-- Journals lie in the order in which they were booked, so a summary of each stretch finds a day's; booking one writes no
-- entry for it.
drop index ledger.journals_of_day;
create index journals_of_day on ledger.journal using brin (business_day) with (autosummarize = on);
