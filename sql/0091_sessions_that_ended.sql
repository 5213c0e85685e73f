-- Every serving process asks every few seconds which sessions have ended, so that it may remember the others.
create index sessions_ended on people.session (ended_at) where ended_at is not null;
