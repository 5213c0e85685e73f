-- A chain is walked, and its head found, within one cell. Through the key (seq, cell) both read the chains of all cells: a
-- full audit read every seal once for each cell, and finding the heads took longer with every seal.
create index seals_of_cell on ledger.seal (cell_id, seq);
