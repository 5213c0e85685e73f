-- New with every change of a sale, in the same transaction: who remembers sales asks for this one row, and only after a
-- change what became of each.
create table sales.mark (
  single boolean primary key default true check (single),
  stamp uuid not null default gen_random_uuid()
);
insert into sales.mark default values;
grant select, update on sales.mark to leaven_app;
