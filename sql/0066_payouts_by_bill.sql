-- Payouts are looked for by the provider's number and by the day on which they arrived.

create index payouts_by_bill on settlements.payout (provider_bill) where provider_bill is not null;
create index payouts_arrived on settlements.payout (ended_at) where state = 'succeeded';
