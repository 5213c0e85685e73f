-- The schema as the migrations make it, described from the catalogue. Written by UPDATE_SCHEMA=1 npm test -- test/house/schema.test.ts;
-- a test compares it with a fresh install. Change a migration (before it has landed) or add one; never this file by hand.

create table attribution.buyer (
  person_id bigint not null,
  community_id bigint not null,
  cell_id smallint not null,
  since timestamp with time zone not null,
  constraint buyer_pkey PRIMARY KEY (person_id, community_id, cell_id)
);
-- leaven_app: select, insert, update

create table attribution.link (
  id bigint not null,
  cell_id smallint not null,
  kind text not null,
  sale_id bigint not null,
  community_id bigint not null,
  curator_person_id bigint not null,
  from_person_id bigint not null,
  max_joins integer not null,
  joins integer not null default 0,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint link_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint link_joins_check CHECK ((joins >= 0)),
  constraint link_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'passed_on'::text]))),
  constraint link_max_joins_check CHECK ((max_joins >= 0)),
  constraint link_not_overused CHECK ((joins <= max_joins)),
  constraint only_passed_on_links_are_withdrawn CHECK (((kind = 'passed_on'::text) OR (revoked_at IS NULL))),
  constraint link_pkey PRIMARY KEY (id, cell_id),
  constraint one_link_each UNIQUE (sale_id, community_id, from_person_id, cell_id)
);
-- leaven_app: select, insert, update

create table attribution.touch (
  id bigint not null,
  cell_id smallint not null,
  link_id bigint not null,
  person_id bigint,
  touched_at timestamp with time zone not null,
  constraint touch_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX touches_of_link ON attribution.touch USING btree (link_id, id);
-- leaven_app: select, insert

create table attribution.word (
  order_id bigint not null,
  place smallint not null,
  cell_id smallint not null,
  community_id bigint not null,
  buyer_person_id bigint not null,
  named_person_id bigint not null,
  given_at timestamp with time zone not null,
  constraint three_words_at_most CHECK (((place >= 1) AND (place <= 3))),
  constraint word_of_another CHECK ((named_person_id <> buyer_person_id)),
  constraint word_pkey PRIMARY KEY (order_id, place, cell_id),
  constraint one_word_each UNIQUE (order_id, named_person_id, cell_id)
);
CREATE INDEX words_by_buyer ON attribution.word USING btree (buyer_person_id);
CREATE INDEX words_by_named ON attribution.word USING btree (named_person_id);
-- leaven_app: select, insert, delete

create table catalog.dossier_fact (
  id bigint not null,
  product_id bigint not null,
  fact text not null,
  words_zh text not null,
  words_en text not null default ''::text,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  constraint dossier_fact_fact_check CHECK ((fact = ANY (ARRAY['variety'::text, 'origin'::text, 'grower'::text, 'picking'::text, 'chosen_from'::text, 'blind_taste'::text, 'measured'::text, 'grading'::text, 'packing'::text, 'intake'::text, 'logistics'::text, 'shelf_life'::text, 'how_to_show'::text, 'how_to_eat'::text, 'season'::text, 'spec'::text]))),
  constraint dossier_fact_words_en_check CHECK ((length(words_en) <= 800)),
  constraint dossier_fact_words_zh_check CHECK (((length(words_zh) >= 1) AND (length(words_zh) <= 500))),
  constraint dossier_fact_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalog.product(id),
  constraint dossier_fact_pkey PRIMARY KEY (id)
);
CREATE INDEX dossier_of_product ON catalog.dossier_fact USING btree (product_id, fact, id DESC);
-- leaven_app: select, insert

create table catalog.freight_template (
  id bigint not null,
  name text not null,
  fee_fen bigint not null,
  free_from_fen bigint,
  created_at timestamp with time zone not null,
  constraint freight_template_fee_fen_check CHECK (((fee_fen >= 0) AND (fee_fen <= 1000000000))),
  constraint freight_template_free_from_fen_check CHECK ((free_from_fen > 0)),
  constraint freight_template_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint freight_template_pkey PRIMARY KEY (id)
);
-- leaven_app: select, insert, update

create table catalog.lot (
  id bigint not null,
  sku_id bigint not null,
  code text not null,
  origin_zh text not null default ''::text,
  picked_on date,
  best_before date,
  intake_note text not null default ''::text,
  cost_fen bigint not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  origin_en text not null default ''::text,
  constraint lot_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40))),
  constraint lot_cost_fen_check CHECK ((cost_fen >= 0)),
  constraint lot_intake_note_check CHECK ((length(intake_note) <= 500)),
  constraint lot_sku_id_fkey FOREIGN KEY (sku_id) REFERENCES catalog.sku(id),
  constraint lot_pkey PRIMARY KEY (id),
  constraint lot_sku_id_code_key UNIQUE (sku_id, code)
);
-- leaven_app: select, insert

create table catalog.offer (
  id bigint not null,
  sku_id bigint not null,
  direct_fen bigint not null,
  community_fen bigint not null,
  pass_fen bigint,
  floor_fen bigint not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  set_by text not null,
  created_at timestamp with time zone not null,
  constraint community_not_below_pass CHECK (((pass_fen IS NULL) OR (community_fen >= pass_fen))),
  constraint direct_not_below_community CHECK ((direct_fen >= community_fen)),
  constraint never_below_floor CHECK (((community_fen >= floor_fen) AND ((pass_fen IS NULL) OR (pass_fen >= floor_fen)))),
  constraint offer_direct_fen_check CHECK (((direct_fen >= 1) AND (direct_fen <= 1000000000))),
  constraint offer_floor_fen_check CHECK ((floor_fen > 0)),
  constraint offer_period CHECK (((ends_at IS NULL) OR (ends_at >= starts_at))),
  constraint offer_sku_id_fkey FOREIGN KEY (sku_id) REFERENCES catalog.sku(id),
  constraint offer_pkey PRIMARY KEY (id)
);
CREATE INDEX offers_of_sku ON catalog.offer USING btree (sku_id, starts_at DESC);
CREATE UNIQUE INDEX one_open_offer ON catalog.offer USING btree (sku_id) WHERE (ends_at IS NULL);
-- leaven_app: select, insert

create table catalog.picture (
  id bigint not null,
  product_id bigint not null,
  file text not null,
  alt_zh text not null,
  alt_en text not null default ''::text,
  position smallint not null default 0,
  width integer not null,
  height integer not null,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint picture_alt_zh_check CHECK (((length(alt_zh) >= 1) AND (length(alt_zh) <= 100))),
  constraint picture_file_check CHECK ((file ~ '^[a-z0-9-]{1,100}$'::text)),
  constraint picture_height_check CHECK ((height > 0)),
  constraint picture_width_check CHECK ((width > 0)),
  constraint picture_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalog.product(id),
  constraint picture_pkey PRIMARY KEY (id)
);
CREATE INDEX pictures_of_product ON catalog.picture USING btree (product_id);
-- leaven_app: select, insert, update

create table catalog.product (
  id bigint not null,
  category text not null,
  name_zh text not null,
  name_en text not null default ''::text,
  word_zh text not null default ''::text,
  word_en text not null default ''::text,
  scout_id bigint not null,
  supplier_id bigint not null,
  return_class text not null,
  promise_zh text not null default ''::text,
  promise_en text not null default ''::text,
  state text not null,
  version integer not null default 1,
  is_synthetic boolean not null default false,
  created_at timestamp with time zone not null,
  published_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint product_category_check CHECK ((category ~ '^[a-z]+(\.[a-z]+)*$'::text)),
  constraint product_check CHECK (((state <> 'published'::text) OR (published_at IS NOT NULL))),
  constraint product_check1 CHECK (((state = 'withdrawn'::text) = (withdrawn_at IS NOT NULL))),
  constraint product_name_en_check CHECK ((length(name_en) <= 80)),
  constraint product_name_zh_check CHECK (((length(name_zh) >= 1) AND (length(name_zh) <= 60))),
  constraint product_promise_en_check CHECK ((length(promise_en) <= 200)),
  constraint product_promise_zh_check CHECK ((length(promise_zh) <= 100)),
  constraint product_return_class_check CHECK ((return_class = ANY (ARRAY['fresh_no_7d'::text, '7d'::text, '7d_unopened'::text, 'crossborder_confirm'::text]))),
  constraint product_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'withdrawn'::text]))),
  constraint product_word_en_check CHECK ((length(word_en) <= 300)),
  constraint product_word_zh_check CHECK ((length(word_zh) <= 200)),
  constraint product_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES catalog.supplier(id),
  constraint product_pkey PRIMARY KEY (id)
);
-- leaven_app: select, insert, update

create table catalog.sku (
  id bigint not null,
  product_id bigint not null,
  name_zh text not null,
  name_en text not null default ''::text,
  unit_zh text not null default '份'::text,
  unit_en text not null default 'pack'::text,
  freight_template_id bigint not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  constraint sku_name_en_check CHECK ((length(name_en) <= 80)),
  constraint sku_name_zh_check CHECK (((length(name_zh) >= 1) AND (length(name_zh) <= 60))),
  constraint sku_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text]))),
  constraint sku_unit_zh_check CHECK (((length(unit_zh) >= 1) AND (length(unit_zh) <= 6))),
  constraint sku_freight_template_id_fkey FOREIGN KEY (freight_template_id) REFERENCES catalog.freight_template(id),
  constraint sku_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalog.product(id),
  constraint sku_pkey PRIMARY KEY (id)
);
CREATE INDEX skus_of_product ON catalog.sku USING btree (product_id);
-- leaven_app: select, insert, update

create table catalog.supplier (
  id bigint not null,
  name text not null,
  kind text not null,
  place text not null default ''::text,
  created_at timestamp with time zone not null,
  constraint supplier_kind_check CHECK ((kind = ANY (ARRAY['grower'::text, 'supplier'::text]))),
  constraint supplier_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint supplier_pkey PRIMARY KEY (id)
);
-- leaven_app: select, insert, update

create table catalog.tax_rate (
  id bigint not null,
  sku_id bigint,
  category text,
  rate_bps integer not null,
  from_day date not null,
  note text not null,
  set_by text not null,
  created_at timestamp with time zone not null,
  constraint one_thing_at_most CHECK ((num_nonnulls(sku_id, category) <= 1)),
  constraint tax_rate_category_check CHECK ((category ~ '^[a-z]+(\.[a-z]+)*$'::text)),
  constraint tax_rate_note_check CHECK (((length(note) >= 1) AND (length(note) <= 200))),
  constraint tax_rate_rate_bps_check CHECK (((rate_bps >= 0) AND (rate_bps <= 3000))),
  constraint tax_rate_sku_id_fkey FOREIGN KEY (sku_id) REFERENCES catalog.sku(id),
  constraint tax_rate_pkey PRIMARY KEY (id)
);
CREATE INDEX tax_rates_of_sku ON catalog.tax_rate USING btree (sku_id) WHERE (sku_id IS NOT NULL);
-- leaven_app: select, insert

create table catalog.version (
  single boolean not null default true,
  version bigint not null,
  stamp uuid not null default gen_random_uuid(),
  constraint version_single_check CHECK (single),
  constraint version_pkey PRIMARY KEY (single)
);
-- leaven_app: select, insert, update

create table commissions.accrual (
  id bigint not null,
  cell_id smallint not null,
  order_id bigint not null,
  line_no smallint not null,
  curator_person_id bigint not null,
  buyer_person_id bigint not null,
  rule_id bigint not null,
  rule_version integer not null,
  rate_bps integer not null,
  floor_fen bigint not null,
  cap_fen bigint,
  goods_fen bigint not null,
  refunded_fen bigint not null default 0,
  accrued_fen bigint not null,
  clawed_fen bigint not null default 0,
  state text not null,
  created_at timestamp with time zone not null,
  received_at timestamp with time zone,
  vested_at timestamp with time zone,
  constraint accrual_accrued_fen_check CHECK ((accrued_fen >= 0)),
  constraint accrual_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint accrual_check CHECK (((state = 'vested'::text) = (vested_at IS NOT NULL))),
  constraint accrual_check1 CHECK (((state <> 'vested'::text) OR (received_at IS NOT NULL))),
  constraint accrual_goods_fen_check CHECK ((goods_fen >= 0)),
  constraint accrual_state_check CHECK ((state = ANY (ARRAY['frozen'::text, 'vested'::text]))),
  constraint clawed_within_accrued CHECK (((clawed_fen >= 0) AND (clawed_fen <= accrued_fen))),
  constraint nothing_from_oneself CHECK ((curator_person_id <> buyer_person_id)),
  constraint refunded_within_goods CHECK (((refunded_fen >= 0) AND (refunded_fen <= goods_fen))),
  constraint vested_after_window CHECK ((vested_at >= (received_at + '7 days'::interval))),
  constraint accrued_once PRIMARY KEY (order_id, line_no, cell_id)
);
CREATE INDEX accruals_of_curator ON commissions.accrual USING btree (curator_person_id, id DESC);
CREATE INDEX accruals_to_vest ON commissions.accrual USING btree (received_at) WHERE ((state = 'frozen'::text) AND (received_at IS NOT NULL));
-- leaven_app: select, insert, update

create table commissions.rule (
  id bigint not null,
  version integer not null,
  position integer not null,
  name text not null,
  sku_id bigint,
  category text,
  stage text,
  rate_bps integer not null,
  floor_fen bigint not null default 0,
  cap_fen bigint,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  superseded_at timestamp with time zone,
  set_by text not null,
  created_at timestamp with time zone not null,
  constraint rule_check CHECK ((cap_fen >= floor_fen)),
  constraint rule_floor_fen_check CHECK ((floor_fen >= 0)),
  constraint rule_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint rule_rate_bps_check CHECK (((rate_bps >= 0) AND (rate_bps <= 5000))),
  constraint rule_stage_check CHECK ((stage = ANY (ARRAY['novice'::text, 'skilled'::text, 'professional'::text]))),
  constraint rule_version_check CHECK ((version > 0)),
  constraint rule_pkey PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX one_rule_at_a_position ON commissions.rule USING btree ("position") WHERE (superseded_at IS NULL);
CREATE UNIQUE INDEX one_rule_version_in_force ON commissions.rule USING btree (id) WHERE (superseded_at IS NULL);
-- leaven_app: select, insert, update

create table communities.carrier (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  kind text not null,
  name text not null default ''::text,
  since timestamp with time zone not null,
  left_at timestamp with time zone,
  constraint carrier_kind_check CHECK ((kind = ANY (ARRAY['wechat_group'::text, 'wecom_group'::text, 'qq_group'::text, 'douyin_group'::text, 'moments'::text, 'official_account'::text, 'whatsapp'::text, 'telegram'::text, 'discord'::text, 'in_app'::text]))),
  constraint carrier_name_check CHECK ((length(name) <= 60)),
  constraint carrier_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX carriers_of_community ON communities.carrier USING btree (community_id);
-- leaven_app: select, insert, update

create table communities.community (
  id bigint not null,
  cell_id smallint not null,
  name text not null,
  purpose text not null default ''::text,
  rules text not null default ''::text,
  city text not null default ''::text,
  owner_person_id bigint not null,
  door text not null,
  may_sell boolean not null default true,
  member_cap integer not null,
  sale_link_days smallint not null default 7,
  sale_link_joins integer not null default 500,
  member_count integer not null default 0,
  state text not null default 'open'::text,
  is_synthetic boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint community_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint community_city_check CHECK ((length(city) <= 60)),
  constraint community_door_check CHECK ((door = ANY (ARRAY['open_by_link'::text, 'by_approval'::text]))),
  constraint community_member_cap_check CHECK (((member_cap >= 2) AND (member_cap <= 200000))),
  constraint community_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40))),
  constraint community_not_overfull CHECK (((member_count >= 0) AND (member_count <= member_cap))),
  constraint community_purpose_check CHECK ((length(purpose) <= 300)),
  constraint community_rules_check CHECK ((length(rules) <= 2000)),
  constraint community_sale_link_days_check CHECK (((sale_link_days >= 1) AND (sale_link_days <= 90))),
  constraint community_sale_link_joins_check CHECK (((sale_link_joins >= 0) AND (sale_link_joins <= 200000))),
  constraint community_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint community_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX communities_of_owner ON communities.community USING btree (owner_person_id);
-- leaven_app: select, insert, update

create table communities.invitation (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  inviter_person_id bigint not null,
  max_uses integer not null,
  uses integer not null default 0,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint invitation_max_uses_check CHECK (((max_uses >= 1) AND (max_uses <= 1000))),
  constraint invitation_not_overused CHECK ((uses <= max_uses)),
  constraint invitation_uses_check CHECK ((uses >= 0)),
  constraint invitation_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX invitations_of_community ON communities.invitation USING btree (community_id);
-- leaven_app: select, insert, update

create table communities.member (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  person_id bigint not null,
  nickname text not null,
  roles text[] not null default '{}'::text[],
  state text not null,
  invited_by bigint,
  invitation_id bigint,
  link_id bigint,
  accepted_rules_at timestamp with time zone,
  joined_at timestamp with time zone,
  left_at timestamp with time zone,
  ban_reason text,
  created_at timestamp with time zone not null,
  nickname_is_own boolean not null default false,
  constraint member_ban_reason_check CHECK (((ban_reason IS NULL) OR ((length(ban_reason) >= 1) AND (length(ban_reason) <= 200)))),
  constraint member_check CHECK (((state <> 'active'::text) OR (joined_at IS NOT NULL))),
  constraint member_check1 CHECK (((state = 'banned'::text) = (ban_reason IS NOT NULL))),
  constraint member_check2 CHECK (((state = 'active'::text) OR (roles = '{}'::text[]))),
  constraint member_nickname_check CHECK (((length(nickname) >= 1) AND (length(nickname) <= 30))),
  constraint member_roles_check CHECK ((roles <@ ARRAY['owner'::text, 'curator'::text, 'manager'::text, 'editor'::text, 'merchant_rep'::text])),
  constraint member_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'active'::text, 'declined'::text, 'left'::text, 'banned'::text]))),
  constraint member_pkey PRIMARY KEY (id, cell_id),
  constraint one_membership UNIQUE (community_id, person_id, cell_id)
);
CREATE INDEX members_of_community ON communities.member USING btree (community_id, id);
-- leaven_app: select, insert, update

create table communities.membership (
  person_id bigint not null,
  community_id bigint not null,
  member_id bigint not null,
  state text not null,
  roles text[] not null default '{}'::text[],
  constraint membership_pkey PRIMARY KEY (person_id, community_id)
);
-- leaven_app: select, insert, update

create table communities.pickup_point (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  name text not null,
  place text not null,
  hours text not null default ''::text,
  closed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint pickup_point_hours_check CHECK ((length(hours) <= 60)),
  constraint pickup_point_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40))),
  constraint pickup_point_place_check CHECK (((length(place) >= 1) AND (length(place) <= 200))),
  constraint pickup_point_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX pickup_points_of_community ON communities.pickup_point USING btree (community_id);
-- leaven_app: select, insert, update

create table curators.curator (
  person_id bigint not null,
  display_name text not null,
  introduction text not null default ''::text,
  stage text not null default 'novice'::text,
  state text not null,
  applied_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  decision_note text not null default ''::text,
  version integer not null default 1,
  constraint curator_check CHECK (((state = 'applied'::text) OR (decided_at IS NOT NULL))),
  constraint curator_decision_note_check CHECK ((length(decision_note) <= 300)),
  constraint curator_display_name_check CHECK (((length(display_name) >= 1) AND (length(display_name) <= 30))),
  constraint curator_introduction_check CHECK ((length(introduction) <= 500)),
  constraint curator_stage_check CHECK ((stage = ANY (ARRAY['novice'::text, 'skilled'::text, 'professional'::text]))),
  constraint curator_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'active'::text, 'resting'::text, 'closed'::text, 'declined'::text]))),
  constraint curator_pkey PRIMARY KEY (person_id)
);
CREATE INDEX curators_by_state ON curators.curator USING btree (state);
-- leaven_app: select, insert, update

create table ledger.account_kind (
  code smallint not null,
  name text not null,
  type text not null,
  guarded boolean not null,
  constraint account_kind_type_check CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'income'::text, 'expense'::text]))),
  constraint account_kind_pkey PRIMARY KEY (code),
  constraint account_kind_name_key UNIQUE (name)
);
-- leaven_app: select, insert, update

create table ledger.balance (
  kind smallint not null,
  owner bigint not null,
  balance_fen bigint not null,
  floor_fen bigint not null default 0,
  constraint balance_above_floor CHECK ((balance_fen >= floor_fen)),
  constraint balance_pkey PRIMARY KEY (kind, owner)
);
-- leaven_app: select, insert, update

create table ledger.day (
  business_day date not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  journals bigint,
  moved_fen bigint,
  head bytea,
  constraint closed_with_its_sums CHECK ((num_nonnulls(closed_at, journals, moved_fen, head) = ANY (ARRAY[0, 4]))),
  constraint day_head_check CHECK ((length(head) = 32)),
  constraint day_pkey PRIMARY KEY (business_day)
);
-- leaven_app: select, insert, update

create table ledger.journal (
  id bigint not null,
  cell_id smallint not null,
  kind text not null,
  key text not null,
  reference bigint not null,
  business_day date not null,
  booked_at timestamp with time zone not null,
  reverses bigint,
  actor text not null,
  transfers smallint not null,
  tx xid8 not null default pg_current_xact_id(),
  constraint journal_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint journal_transfers_check CHECK ((transfers > 0)),
  constraint journal_pkey PRIMARY KEY (id, cell_id),
  constraint journal_once UNIQUE (key, cell_id)
);
CREATE INDEX journals_in_commit_order ON ledger.journal USING btree (tx, id);
CREATE INDEX journals_of_day ON ledger.journal USING brin (business_day) WITH (autosummarize='on');
CREATE INDEX journals_of_reference ON ledger.journal USING btree (reference);
-- leaven_app: select, insert

create table ledger.seal (
  cell_id smallint not null,
  seq bigint not null,
  journal_id bigint not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null,
  constraint seal_hash_check CHECK ((length(hash) = 32)),
  constraint seal_seq_check CHECK ((seq > 0)),
  constraint seal_pkey PRIMARY KEY (seq, cell_id),
  constraint seal_journal_id_cell_id_key UNIQUE (journal_id, cell_id)
);
CREATE INDEX seals_of_cell ON ledger.seal USING btree (cell_id, seq);
-- leaven_app: select, insert

create table ledger.seal_position (
  single boolean not null default true,
  tx xid8 not null,
  journal_id bigint not null,
  constraint seal_position_single_check CHECK (single),
  constraint seal_position_pkey PRIMARY KEY (single)
);
-- leaven_app: select, insert, update

create table ledger.transfer (
  journal_id bigint not null,
  position smallint not null,
  cell_id smallint not null,
  debit_kind smallint not null,
  debit_owner bigint not null,
  credit_kind smallint not null,
  credit_owner bigint not null,
  amount_fen bigint not null,
  constraint transfer_amount_fen_check CHECK (((amount_fen > 0) AND (amount_fen <= '9007199254740991'::bigint))),
  constraint transfer_check CHECK (((debit_kind <> credit_kind) OR (debit_owner <> credit_owner))),
  constraint transfer_pkey PRIMARY KEY (journal_id, "position", cell_id)
);
CREATE INDEX transfers_of_credit ON ledger.transfer USING btree (credit_kind, credit_owner, journal_id) WHERE (credit_owner <> 0);
CREATE INDEX transfers_of_debit ON ledger.transfer USING btree (debit_kind, debit_owner, journal_id) WHERE (debit_owner <> 0);
-- leaven_app: select, insert

create table orders.brought (
  order_id bigint not null,
  cell_id smallint not null,
  curator_person_id bigint not null,
  community_id bigint not null,
  sale_id bigint not null,
  nickname text not null,
  brought_at timestamp with time zone not null,
  taken_at timestamp with time zone,
  constraint brought_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint brought_nickname_check CHECK ((length(nickname) <= 30)),
  constraint brought_pkey PRIMARY KEY (order_id, cell_id)
);
CREATE INDEX brought_of_sale ON orders.brought USING btree (sale_id, order_id);
-- leaven_app: select, insert, update

create table orders.brought_count (
  curator_person_id bigint not null,
  community_id bigint not null,
  cell_id smallint not null,
  open integer not null,
  constraint brought_count_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint brought_within_limit CHECK (((open >= 0) AND (open <= 40))),
  constraint brought_count_pkey PRIMARY KEY (curator_person_id, community_id, cell_id)
);
-- leaven_app: select, insert, update

create table orders.line (
  order_id bigint not null,
  line_no smallint not null,
  cell_id smallint not null,
  sku_id bigint not null,
  product_id bigint not null,
  stock_item_id bigint not null,
  stock_cell_id smallint not null,
  offer_id bigint not null,
  quantity smallint not null,
  unit_fen bigint not null,
  goods_fen bigint not null,
  freight_fen bigint not null default 0,
  refunded_fen bigint not null default 0,
  curator_person_id bigint,
  via_person_id bigint,
  via_link_id bigint,
  rule_id bigint,
  rule_version integer,
  rate_bps integer,
  commission_floor_fen bigint,
  commission_cap_fen bigint,
  output_tax_bps integer,
  constraint line_check CHECK (((rule_id IS NULL) = (rate_bps IS NULL))),
  constraint line_check1 CHECK (((rule_id IS NULL) OR (curator_person_id IS NOT NULL))),
  constraint line_freight_fen_check CHECK ((freight_fen >= 0)),
  constraint line_line_no_check CHECK (((line_no >= 1) AND (line_no <= 20))),
  constraint line_output_tax_bps_check CHECK (((output_tax_bps >= 0) AND (output_tax_bps <= 3000))),
  constraint line_quantity_check CHECK (((quantity >= 1) AND (quantity <= 99))),
  constraint line_refunds CHECK (((refunded_fen >= 0) AND (refunded_fen <= (goods_fen + freight_fen)))),
  constraint line_sum CHECK ((goods_fen = (unit_fen * quantity))),
  constraint line_unit_fen_check CHECK ((unit_fen > 0)),
  constraint line_pkey PRIMARY KEY (order_id, line_no, cell_id)
);
-- leaven_app: select, insert, update

create table orders.order (
  id bigint not null,
  cell_id smallint not null,
  buyer_person_id bigint,
  sale_id bigint,
  community_id bigint,
  link_id bigint,
  state text not null,
  delivery text not null,
  address_id bigint,
  pickup_point_id bigint,
  goods_fen bigint not null,
  freight_fen bigint not null,
  total_fen bigint not null,
  refunded_fen bigint not null default 0,
  intent_id bigint not null,
  fresh_confirmed boolean not null default false,
  note text not null default ''::text,
  list_no integer,
  version integer not null default 1,
  placed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  shipped_at timestamp with time zone,
  received_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  constraint order_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint order_check1 CHECK (((delivery = 'pickup'::text) = (pickup_point_id IS NOT NULL))),
  constraint order_check2 CHECK (((state <> ALL (ARRAY['paid'::text, 'shipped'::text, 'received'::text])) OR (paid_at IS NOT NULL))),
  constraint order_check3 CHECK (((sale_id IS NULL) = (community_id IS NULL))),
  constraint order_delivery_check CHECK ((delivery = ANY (ARRAY['parcel'::text, 'pickup'::text]))),
  constraint order_freight_fen_check CHECK ((freight_fen >= 0)),
  constraint order_goes_somewhere CHECK ((((delivery = 'parcel'::text) AND (buyer_person_id IS NOT NULL)) = (address_id IS NOT NULL))),
  constraint order_goods_fen_check CHECK ((goods_fen > 0)),
  constraint order_is_somebodys CHECK (
CASE
    WHEN (state = 'awaiting_buyer'::text) THEN (buyer_person_id IS NULL)
    ELSE ((buyer_person_id IS NOT NULL) OR (state = ANY (ARRAY['cancelled'::text, 'expired'::text])))
END),
  constraint order_note_check CHECK ((length(note) <= 200)),
  constraint order_refunded_fen_check CHECK ((refunded_fen >= 0)),
  constraint order_state_check CHECK ((state = ANY (ARRAY['awaiting_buyer'::text, 'waiting_for_door'::text, 'awaiting_payment'::text, 'paid'::text, 'shipped'::text, 'received'::text, 'cancelled'::text, 'expired'::text]))),
  constraint order_total_fen_check CHECK (((total_fen >= 1) AND (total_fen <= 1000000000))),
  constraint refunds_within_total CHECK ((refunded_fen <= total_fen)),
  constraint total_is_sum CHECK ((total_fen = (goods_fen + freight_fen))),
  constraint order_pkey PRIMARY KEY (id, cell_id)
) with (fillfactor=50);
CREATE INDEX orders_of_buyer ON orders."order" USING btree (buyer_person_id, id DESC);
CREATE INDEX orders_of_sale ON orders."order" USING btree (sale_id, id) WHERE (sale_id IS NOT NULL);
CREATE INDEX orders_to_expire ON orders."order" USING brin (expires_at timestamptz_minmax_multi_ops) WITH (pages_per_range='64', autosummarize='on');
CREATE INDEX orders_to_receive ON orders."order" USING btree (shipped_at, id) WHERE ((shipped_at IS NOT NULL) AND (received_at IS NULL));
-- leaven_app: select, insert, update

create table orders.parcel (
  id bigint not null,
  cell_id smallint not null,
  order_id bigint not null,
  kind text not null,
  carrier text not null default ''::text,
  tracking_no text not null default ''::text,
  address_sealed bytea,
  packed_by text not null,
  packed_at timestamp with time zone not null,
  constraint parcel_carrier_check CHECK ((length(carrier) <= 40)),
  constraint parcel_check CHECK (((kind = 'handover'::text) OR ((carrier <> ''::text) AND (tracking_no <> ''::text)))),
  constraint parcel_kind_check CHECK ((kind = ANY (ARRAY['parcel'::text, 'handover'::text]))),
  constraint parcel_tracking_no_check CHECK ((tracking_no ~ '^[A-Za-z0-9-]{0,40}$'::text)),
  constraint parcel_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX parcels_of_order ON orders.parcel USING btree (order_id);
-- leaven_app: select, insert, update

create table orders.parcel_line (
  parcel_id bigint not null,
  line_no smallint not null,
  lot_id bigint not null,
  cell_id smallint not null,
  quantity smallint not null,
  constraint parcel_line_quantity_check CHECK ((quantity > 0)),
  constraint parcel_line_pkey PRIMARY KEY (parcel_id, line_no, lot_id, cell_id)
);
CREATE INDEX parcel_lines_of_lot ON orders.parcel_line USING btree (lot_id);
-- leaven_app: select, insert

create table orders.supply (
  order_id bigint not null,
  line_no smallint not null,
  lot_id bigint not null,
  cell_id smallint not null,
  supplier_id bigint not null,
  sku_id bigint not null,
  quantity integer not null,
  unit_cost_fen bigint not null,
  cost_fen bigint not null,
  received_on date not null,
  constraint supply_quantity_check CHECK ((quantity > 0)),
  constraint supply_sum CHECK ((cost_fen = (unit_cost_fen * quantity))),
  constraint supply_unit_cost_fen_check CHECK ((unit_cost_fen >= 0)),
  constraint supply_pkey PRIMARY KEY (order_id, line_no, lot_id, cell_id)
);
CREATE INDEX supplies_of_day ON orders.supply USING btree (received_on, supplier_id);
-- leaven_app: select, insert

create table payments.bill (
  provider text not null,
  bill_day date not null,
  kind text not null,
  sha1 text,
  lines integer not null,
  in_fen bigint not null,
  out_fen bigint not null,
  fee_fen bigint not null,
  closing_fen bigint,
  fetched_at timestamp with time zone not null,
  constraint bill_in_fen_check CHECK ((in_fen >= 0)),
  constraint bill_kind_check CHECK ((kind = ANY (ARRAY['trade'::text, 'basic'::text, 'operation'::text]))),
  constraint bill_lines_check CHECK ((lines >= 0)),
  constraint bill_out_fen_check CHECK ((out_fen >= 0)),
  constraint bill_sha1_check CHECK ((sha1 ~ '^[0-9a-f]{40}$'::text)),
  constraint bill_pkey PRIMARY KEY (provider, bill_day, kind)
);
-- leaven_app: select, insert

create table payments.bill_line (
  provider text not null,
  bill_day date not null,
  kind text not null,
  line_no integer not null,
  what text not null,
  direction text not null,
  amount_fen bigint not null,
  fee_fen bigint not null,
  own_no text,
  provider_no text not null,
  words text not null,
  happened_at timestamp with time zone not null,
  state text not null,
  event text,
  reference bigint,
  ours_fen bigint,
  matched_at timestamp with time zone,
  constraint bill_line_amount_fen_check CHECK ((amount_fen >= 0)),
  constraint bill_line_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint bill_line_line_no_check CHECK ((line_no > 0)),
  constraint bill_line_own_no_check CHECK ((length(own_no) <= 64)),
  constraint bill_line_provider_no_check CHECK ((length(provider_no) <= 64)),
  constraint bill_line_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'matched'::text, 'differs'::text, 'noted'::text]))),
  constraint bill_line_what_check CHECK ((what = ANY (ARRAY['payment'::text, 'refund'::text, 'transfer'::text, 'settled'::text, 'told'::text, 'internal'::text, 'other'::text]))),
  constraint bill_line_words_check CHECK ((length(words) <= 40)),
  constraint matched_whole CHECK ((num_nulls(event, reference, ours_fen, matched_at) =
CASE
    WHEN (state = 'matched'::text) THEN 0
    ELSE 4
END)),
  constraint bill_line_provider_bill_day_kind_fkey FOREIGN KEY (provider, bill_day, kind) REFERENCES payments.bill(provider, bill_day, kind),
  constraint bill_line_pkey PRIMARY KEY (provider, bill_day, kind, line_no)
);
CREATE INDEX lines_of_own_no ON payments.bill_line USING btree (own_no);
CREATE INDEX lines_of_provider_no ON payments.bill_line USING btree (provider_no);
CREATE INDEX lines_of_reference ON payments.bill_line USING btree (reference) WHERE (reference IS NOT NULL);
CREATE INDEX lines_open ON payments.bill_line USING btree (provider, bill_day) WHERE (state = ANY (ARRAY['waiting'::text, 'differs'::text]));
CREATE UNIQUE INDEX matched_once ON payments.bill_line USING btree (provider, what, event) WHERE (event IS NOT NULL);
-- leaven_app: select, insert, update

create table payments.bill_position (
  provider text not null,
  last_day date,
  constraint bill_position_pkey PRIMARY KEY (provider)
);
-- leaven_app: select, insert, update

create table payments.difference (
  id bigint not null,
  provider text not null,
  bill_day date not null,
  kind text not null,
  what text not null,
  bill_kind text,
  line_no integer,
  event text,
  reference bigint,
  own_no text,
  provider_no text,
  ours_fen bigint,
  theirs_fen bigint,
  suspense_fen bigint not null,
  against text not null,
  state text not null,
  found_at timestamp with time zone not null,
  how text,
  reason text,
  proposed_by bigint,
  proposed_at timestamp with time zone,
  settled_by bigint,
  ended_at timestamp with time zone,
  constraint difference_against_check CHECK ((against = ANY (ARRAY['psp_clearing'::text, 'bank'::text]))),
  constraint difference_check CHECK (((state = ANY (ARRAY['settled'::text, 'cleared'::text])) = (ended_at IS NOT NULL))),
  constraint difference_check1 CHECK (((state <> ALL (ARRAY['proposed'::text, 'settled'::text])) OR (num_nulls(how, reason, proposed_by, proposed_at) = 0))),
  constraint difference_check2 CHECK (((state <> 'settled'::text) OR (settled_by IS NOT NULL))),
  constraint difference_how_check CHECK ((how = ANY (ARRAY['bank'::text, 'payer'::text, 'result'::text]))),
  constraint difference_kind_check CHECK ((kind = ANY (ARRAY['missing_here'::text, 'missing_there'::text, 'other_amount'::text, 'refund_late'::text]))),
  constraint difference_ours_fen_check CHECK ((ours_fen >= 0)),
  constraint difference_reason_check CHECK (((length(reason) >= 4) AND (length(reason) <= 200))),
  constraint difference_state_check CHECK ((state = ANY (ARRAY['open'::text, 'proposed'::text, 'settled'::text, 'cleared'::text]))),
  constraint difference_suspense_fen_check CHECK ((suspense_fen <> 0)),
  constraint difference_theirs_fen_check CHECK ((theirs_fen >= 0)),
  constraint difference_what_check CHECK ((what = ANY (ARRAY['payment'::text, 'refund'::text, 'transfer'::text, 'other'::text]))),
  constraint large_settled_by_two CHECK (((state <> 'settled'::text) OR (abs(suspense_fen) < 500000) OR (settled_by <> proposed_by))),
  constraint owed_back_is_held CHECK (((how IS DISTINCT FROM 'payer'::text) OR (suspense_fen < 0))),
  constraint difference_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX difference_of_line ON payments.difference USING btree (provider, bill_day, bill_kind, line_no) WHERE ((line_no IS NOT NULL) AND (state <> 'cleared'::text));
CREATE INDEX differences_of_day ON payments.difference USING btree (bill_day, id);
CREATE INDEX differences_open ON payments.difference USING btree (found_at) WHERE (state = ANY (ARRAY['open'::text, 'proposed'::text]));
CREATE UNIQUE INDEX missing_there_once ON payments.difference USING btree (provider, what, event) WHERE ((kind = 'missing_there'::text) AND (state <> 'cleared'::text));
-- leaven_app: select, insert, update

create table payments.inbox (
  provider text not null,
  notification_id text not null,
  kind text not null,
  reference bigint not null,
  facts jsonb not null,
  received_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  outcome text,
  seq bigint not null generated always as identity,
  replays integer not null default 0,
  replayed_at timestamp with time zone,
  constraint inbox_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text, 'transfer'::text, 'other'::text]))),
  constraint inbox_notification_id_check CHECK (((length(notification_id) >= 1) AND (length(notification_id) <= 64))),
  constraint inbox_pkey PRIMARY KEY (provider, notification_id)
);
CREATE INDEX inbox_extra ON payments.inbox USING btree (provider, ((facts ->> 'providerTxn'::text))) WHERE (outcome = ANY (ARRAY['second'::text, 'foreign'::text]));
CREATE UNIQUE INDEX inbox_in_order ON payments.inbox USING btree (seq);
CREATE INDEX inbox_waiting ON payments.inbox USING btree (received_at) WHERE (applied_at IS NULL);
-- leaven_app: select, insert, update

create table payments.intent (
  id bigint not null,
  cell_id smallint not null,
  purpose text not null,
  reference bigint not null,
  payer_person_id bigint not null,
  amount_fen bigint not null,
  provider text not null,
  state text not null,
  provider_txn text,
  channel text,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  ended_at timestamp with time zone,
  asked_at timestamp with time zone,
  constraint intent_amount_fen_check CHECK (((amount_fen >= 1) AND (amount_fen <= 1000000000))),
  constraint intent_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint intent_channel_check CHECK ((channel = ANY (ARRAY['h5'::text, 'jsapi'::text, 'native'::text]))),
  constraint intent_check CHECK (((state <> 'succeeded'::text) OR ((provider_txn IS NOT NULL) AND (ended_at IS NOT NULL)))),
  constraint intent_state_check CHECK ((state = ANY (ARRAY['created'::text, 'submitted'::text, 'pending'::text, 'unknown'::text, 'succeeded'::text, 'failed'::text, 'closed'::text]))),
  constraint intent_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX intents_of_provider_txn ON payments.intent USING btree (provider_txn) WHERE (provider_txn IS NOT NULL);
CREATE INDEX intents_of_reference ON payments.intent USING brin (reference) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX intents_to_ask ON payments.intent USING btree (expires_at) WHERE (state = ANY (ARRAY['submitted'::text, 'pending'::text, 'unknown'::text]));
CREATE UNIQUE INDEX paid_once ON payments.intent USING btree (reference, purpose, cell_id) WHERE (state = 'succeeded'::text);
-- leaven_app: select, insert, update

create table payments.received (
  intent_id bigint not null,
  cell_id smallint not null,
  paid_fen bigint not null,
  refunded_fen bigint not null default 0,
  paid_at timestamp with time zone not null,
  constraint received_paid_fen_check CHECK ((paid_fen > 0)),
  constraint refunds_within_paid CHECK (((refunded_fen >= 0) AND (refunded_fen <= paid_fen))),
  constraint received_pkey PRIMARY KEY (intent_id, cell_id)
);
CREATE INDEX received_by_time ON payments.received USING brin (paid_at);
-- leaven_app: select, insert, update

create table payments.refund (
  id bigint not null,
  cell_id smallint not null,
  intent_id bigint not null,
  purpose text not null,
  reference bigint not null,
  amount_fen bigint not null,
  total_fen bigint not null,
  reason text not null,
  state text not null,
  outcome text,
  replaces bigint,
  provider text not null,
  provider_refund text,
  asked_by text not null,
  created_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  tried_at timestamp with time zone,
  tries integer not null default 0,
  ended_at timestamp with time zone,
  late_at timestamp with time zone,
  constraint refund_amount_fen_check CHECK (((amount_fen >= 1) AND (amount_fen <= 1000000000))),
  constraint refund_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint refund_check CHECK ((amount_fen <= total_fen)),
  constraint refund_check1 CHECK (((state <> ALL (ARRAY['failed'::text, 'held'::text])) OR (outcome IS NOT NULL))),
  constraint refund_outcome_check CHECK ((outcome = ANY (ARRAY['closed'::text, 'abnormal'::text, 'refused'::text, 'other_amount'::text]))),
  constraint refund_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 80))),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'submitted'::text, 'unknown'::text, 'held'::text, 'succeeded'::text, 'failed'::text, 'replaced'::text, 'settled'::text]))),
  constraint refund_pkey PRIMARY KEY (id, cell_id)
);
CREATE UNIQUE INDEX refund_replaced_once ON payments.refund USING btree (replaces, cell_id) WHERE (replaces IS NOT NULL);
CREATE INDEX refunds_ended ON payments.refund USING btree (ended_at) WHERE (state = 'succeeded'::text);
CREATE INDEX refunds_of_intent ON payments.refund USING btree (intent_id);
CREATE INDEX refunds_of_provider_refund ON payments.refund USING btree (provider_refund) WHERE (provider_refund IS NOT NULL);
CREATE INDEX refunds_of_reference ON payments.refund USING btree (reference);
CREATE INDEX refunds_open ON payments.refund USING btree (created_at) WHERE (state = ANY (ARRAY['accepted'::text, 'submitted'::text, 'unknown'::text]));
-- leaven_app: select, insert, update

create table people.activity (
  id bigint not null generated always as identity,
  actor text not null,
  action text not null,
  subject text not null,
  reason text,
  facts jsonb not null default '{}'::jsonb,
  happened_at timestamp with time zone not null,
  constraint activity_pkey PRIMARY KEY (id)
);
CREATE INDEX activity_of_subject ON people.activity USING btree (subject, id DESC);
-- leaven_app: select, insert

create table people.address (
  id bigint not null,
  person_id bigint not null,
  sealed bytea not null,
  is_default boolean not null default false,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint address_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint address_pkey PRIMARY KEY (id)
);
CREATE INDEX address_of_person ON people.address USING btree (person_id);
CREATE UNIQUE INDEX one_default_address ON people.address USING btree (person_id) WHERE (is_default AND (removed_at IS NULL));
-- leaven_app: select, insert, update, delete

create table people.api_key (
  id bigint not null,
  name text not null,
  audience text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  made_by bigint not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint api_key_audience_check CHECK ((audience = ANY (ARRAY['store'::text, 'curator'::text, 'admin'::text]))),
  constraint api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint api_key_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint api_key_made_by_fkey FOREIGN KEY (made_by) REFERENCES people.staff(id),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_secret_hash_key UNIQUE (secret_hash)
);
-- leaven_app: select, insert, update, delete

create table people.consent (
  id bigint not null,
  person_id bigint not null,
  purpose text not null,
  towards bigint,
  given_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  constraint consent_check CHECK (((purpose = 'share_name_with_curator'::text) = (towards IS NOT NULL))),
  constraint consent_purpose_check CHECK ((purpose = ANY (ARRAY['terms'::text, 'share_name_with_curator'::text, 'notices'::text]))),
  constraint consent_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint consent_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX consent_in_force ON people.consent USING btree (person_id, purpose, COALESCE(towards, (0)::bigint)) WHERE (withdrawn_at IS NULL);
-- leaven_app: select, insert, update, delete

create table people.person (
  id bigint not null,
  phone_fingerprint bytea,
  phone_sealed bytea,
  wrapped_key bytea,
  nickname text not null,
  locale text not null default 'zh-CN'::text,
  is_demo boolean not null default false,
  created_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  is_nickname_made_up boolean not null default false,
  constraint made_up_looks_it CHECK (((NOT is_nickname_made_up) OR (nickname ~ '^(群友|Member )[0-9]{4}$'::text))),
  constraint person_check CHECK (((erased_at IS NULL) = (wrapped_key IS NOT NULL))),
  constraint person_check1 CHECK (((erased_at IS NULL) = (phone_fingerprint IS NOT NULL))),
  constraint person_check2 CHECK (((erased_at IS NULL) = (phone_sealed IS NOT NULL))),
  constraint person_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
  constraint person_nickname_check CHECK (((length(nickname) >= 1) AND (length(nickname) <= 30))),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_phone_fingerprint_key UNIQUE (phone_fingerprint)
);
CREATE INDEX person_by_nickname ON people.person USING btree (nickname text_pattern_ops);
-- leaven_app: select, insert, update, delete

create table people.phone_code (
  phone_fingerprint bytea not null,
  code_hash bytea not null,
  wrong_tries smallint not null default 0,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  resend_at timestamp with time zone not null,
  hour_started_at timestamp with time zone not null,
  sent_in_hour integer not null,
  constraint phone_code_sent_in_hour_check CHECK ((sent_in_hour > 0)),
  constraint phone_code_wrong_tries_check CHECK (((wrong_tries >= 0) AND (wrong_tries <= 5))),
  constraint phone_code_pkey PRIMARY KEY (phone_fingerprint)
);
-- leaven_app: select, insert, update, delete

create table people.sandbox_message (
  id bigint not null,
  phone_masked text not null,
  body text not null,
  sent_at timestamp with time zone not null,
  constraint sandbox_message_pkey PRIMARY KEY (id)
);
CREATE INDEX sandbox_message_by_time ON people.sandbox_message USING btree (sent_at);
-- leaven_app: select, insert, update, delete

create table people.session (
  token_hash bytea not null,
  id bigint not null,
  audience text not null,
  person_id bigint,
  staff_id bigint,
  proved_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint session_audience_check CHECK ((audience = ANY (ARRAY['store'::text, 'curator'::text, 'admin'::text]))),
  constraint session_check CHECK (((person_id IS NULL) <> (staff_id IS NULL))),
  constraint session_check1 CHECK (((audience = 'admin'::text) = (staff_id IS NOT NULL))),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint session_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES people.staff(id),
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_id_key UNIQUE (id)
);
CREATE INDEX session_by_expiry ON people.session USING btree (expires_at);
CREATE INDEX session_of_person ON people.session USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX session_of_staff ON people.session USING btree (staff_id) WHERE (staff_id IS NOT NULL);
CREATE INDEX sessions_ended ON people.session USING btree (ended_at) WHERE (ended_at IS NOT NULL);
-- leaven_app: select, insert, update, delete

create table people.staff (
  id bigint not null,
  login text not null,
  name text not null,
  password_hash text not null,
  totp_sealed bytea not null,
  totp_last_step bigint not null default 0,
  roles text[] not null,
  wrong_tries smallint not null default 0,
  locked_until timestamp with time zone,
  is_demo boolean not null default false,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint staff_login_check CHECK ((login ~ '^[a-z0-9._-]{2,40}$'::text)),
  constraint staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 30))),
  constraint staff_roles_check CHECK (((roles <@ ARRAY['admin'::text, 'operator'::text, 'scout'::text, 'finance'::text, 'service'::text]) AND (cardinality(roles) > 0))),
  constraint staff_wrong_tries_check CHECK (((wrong_tries >= 0) AND (wrong_tries <= 4))),
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_login_key UNIQUE (login)
);
-- leaven_app: select, insert, update, delete

create table platform.audit_run (
  id bigint not null generated always as identity,
  ran_at timestamp with time zone not null,
  scope text not null,
  ok boolean not null,
  checks integer not null,
  found jsonb not null default '[]'::jsonb,
  constraint audit_run_scope_check CHECK ((scope = ANY (ARRAY['full'::text, 'recent'::text]))),
  constraint audit_run_pkey PRIMARY KEY (id)
);
-- leaven_app: select, insert, update, delete

create table platform.idempotency (
  key text not null,
  actor text not null,
  route text not null,
  cell_id smallint not null,
  input_hash bytea not null,
  made bigint,
  claimed_at timestamp with time zone not null,
  constraint idempotency_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 64))),
  constraint idempotency_pkey PRIMARY KEY (key, actor, route, cell_id)
);
-- leaven_app: select, insert, update, delete

create table platform.installation (
  single boolean not null default true,
  mode text not null,
  currency character(3) not null,
  time_zone text not null,
  created_at timestamp with time zone not null,
  owned_clock_at timestamp with time zone,
  constraint installation_mode_check CHECK ((mode = ANY (ARRAY['demo'::text, 'production'::text]))),
  constraint installation_single_check CHECK (single),
  constraint installation_pkey PRIMARY KEY (single)
);
-- leaven_app: select

create table platform.migration (
  number integer not null,
  name text not null,
  checksum text not null,
  ran_at timestamp with time zone not null,
  constraint migration_pkey PRIMARY KEY (number)
);
-- leaven_app: select

create table platform.outbox (
  id bigint not null,
  cell_id smallint not null,
  tx xid8 not null default pg_current_xact_id(),
  name text not null,
  version smallint not null,
  subject bigint not null,
  occurred_at timestamp with time zone not null,
  actor text not null,
  data jsonb not null,
  constraint outbox_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint outbox_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX outbox_in_commit_order ON platform.outbox USING btree (tx, id);
-- leaven_app: select, insert, update, delete

create table platform.outbox_cursor (
  subscriber text not null,
  tx xid8 not null,
  id bigint not null,
  moved_at timestamp with time zone not null,
  constraint outbox_cursor_pkey PRIMARY KEY (subscriber)
);
-- leaven_app: select, insert, update, delete

create table platform.outbox_failure (
  subscriber text not null,
  event_id bigint not null,
  failures smallint not null,
  last_error text not null,
  failed_at timestamp with time zone not null,
  parked_at timestamp with time zone,
  constraint outbox_failure_failures_check CHECK ((failures > 0)),
  constraint outbox_failure_pkey PRIMARY KEY (subscriber, event_id)
);
-- leaven_app: select, insert, update, delete

create table platform.process (
  process_no smallint not null,
  holder uuid not null,
  held_until timestamp with time zone not null,
  constraint process_process_no_check CHECK (((process_no >= 0) AND (process_no <= 31))),
  constraint process_pkey PRIMARY KEY (process_no)
);
-- leaven_app: select, insert, update, delete

create table platform.schedule (
  name text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  did bigint not null default 0,
  error text,
  constraint schedule_pkey PRIMARY KEY (name)
);
-- leaven_app: select, insert, update, delete

create table sales.flash_payer (
  sale_id bigint not null,
  payer bytea not null,
  person_id bigint not null,
  order_id bigint not null,
  claimed_at timestamp with time zone not null,
  constraint flash_payer_payer_check CHECK ((length(payer) = 32)),
  constraint flash_payer_pkey PRIMARY KEY (sale_id, payer)
);
-- leaven_app: select, insert

create table sales.flash_person (
  sale_id bigint not null,
  sku_id bigint not null,
  person_id bigint not null,
  quantity integer not null,
  allowed integer not null,
  constraint within_flash_limit CHECK (((quantity >= 0) AND (quantity <= allowed))),
  constraint flash_person_pkey PRIMARY KEY (sale_id, sku_id, person_id)
);
-- leaven_app: select, insert, update

create table sales.mark (
  single boolean not null default true,
  stamp uuid not null default gen_random_uuid(),
  constraint mark_single_check CHECK (single),
  constraint mark_pkey PRIMARY KEY (single)
);
-- leaven_app: select, update

create table sales.person_count (
  sale_id bigint not null,
  sku_id bigint not null,
  person_id bigint not null,
  community_id bigint not null,
  cell_id smallint not null,
  quantity integer not null,
  allowed integer not null,
  constraint within_person_limit CHECK (((quantity >= 0) AND (quantity <= allowed))),
  constraint person_count_pkey PRIMARY KEY (sale_id, sku_id, person_id, community_id, cell_id)
);
-- leaven_app: select, insert, update

create table sales.sale (
  id bigint not null,
  curator_person_id bigint not null,
  title text not null,
  word text not null default ''::text,
  opens_at timestamp with time zone not null,
  cuts_off_at timestamp with time zone not null,
  arrives_on date not null,
  delivery text not null,
  pickup_point_id bigint,
  stopped_at timestamp with time zone,
  is_synthetic boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  kind text not null default 'ordinary'::text,
  constraint flash_ends_within_a_day CHECK (((kind = 'ordinary'::text) OR (EXTRACT(epoch FROM (cuts_off_at - opens_at)) <= (86400)::numeric))),
  constraint flash_opens_at_a_second CHECK (((kind = 'ordinary'::text) OR (EXTRACT(epoch FROM opens_at) = floor(EXTRACT(epoch FROM opens_at))))),
  constraint sale_arrives_after_cut_off CHECK ((arrives_on >= (((cuts_off_at AT TIME ZONE 'UTC'::text))::date - 1))),
  constraint sale_check CHECK (((delivery = 'pickup'::text) = (pickup_point_id IS NOT NULL))),
  constraint sale_delivery_check CHECK ((delivery = ANY (ARRAY['parcel'::text, 'pickup'::text]))),
  constraint sale_kind_check CHECK ((kind = ANY (ARRAY['ordinary'::text, 'flash'::text]))),
  constraint sale_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60))),
  constraint sale_window CHECK ((cuts_off_at > opens_at)),
  constraint sale_word_check CHECK ((length(word) <= 500)),
  constraint sale_pkey PRIMARY KEY (id)
);
CREATE INDEX flash_sales ON sales.sale USING btree (id) WHERE (kind = 'flash'::text);
CREATE INDEX sales_of_curator ON sales.sale USING btree (curator_person_id, id DESC);
-- leaven_app: select, insert, update

create table sales.sale_community (
  sale_id bigint not null,
  community_id bigint not null,
  constraint sale_community_sale_id_fkey FOREIGN KEY (sale_id) REFERENCES sales.sale(id),
  constraint sale_community_pkey PRIMARY KEY (sale_id, community_id)
);
CREATE INDEX sales_of_community ON sales.sale_community USING btree (community_id, sale_id DESC);
-- leaven_app: select, insert, update

create table sales.sale_sku (
  sale_id bigint not null,
  sku_id bigint not null,
  position smallint not null,
  per_person smallint,
  constraint sale_sku_per_person_check CHECK (((per_person >= 1) AND (per_person <= 99))),
  constraint sale_sku_sale_id_fkey FOREIGN KEY (sale_id) REFERENCES sales.sale(id),
  constraint sale_sku_pkey PRIMARY KEY (sale_id, sku_id)
);
-- leaven_app: select, insert, update

create table settlements.approval (
  payout_id bigint not null,
  cell_id smallint not null,
  staff_id bigint not null,
  approved_at timestamp with time zone not null,
  constraint approval_pkey PRIMARY KEY (payout_id, staff_id, cell_id)
);
-- leaven_app: select, insert

create table settlements.curator_settlement (
  period_id bigint not null,
  curator_person_id bigint not null,
  opening_fen bigint not null,
  vested_fen bigint not null,
  clawed_fen bigint not null,
  paid_fen bigint not null,
  tax_fen bigint not null,
  closing_fen bigint not null,
  settled_at timestamp with time zone not null,
  constraint curator_settlement_clawed_fen_check CHECK ((clawed_fen >= 0)),
  constraint curator_settlement_paid_fen_check CHECK ((paid_fen >= 0)),
  constraint curator_settlement_sums CHECK ((closing_fen = ((((opening_fen + vested_fen) - clawed_fen) - paid_fen) - tax_fen))),
  constraint curator_settlement_tax_fen_check CHECK ((tax_fen >= 0)),
  constraint curator_settlement_vested_fen_check CHECK ((vested_fen >= 0)),
  constraint curator_settlement_period_id_fkey FOREIGN KEY (period_id) REFERENCES settlements.period(id),
  constraint curator_settlement_pkey PRIMARY KEY (period_id, curator_person_id)
);
CREATE INDEX settlements_of_curator ON settlements.curator_settlement USING btree (curator_person_id, period_id DESC);
-- leaven_app: select, insert

create table settlements.identity (
  person_id bigint not null,
  name_sealed bytea not null,
  id_number_sealed bytea not null,
  name_masked text not null,
  id_number_masked text not null,
  given_at timestamp with time zone not null,
  constraint identity_id_number_masked_check CHECK ((id_number_masked ~ '^[0-9]{4}\*{10}[0-9X]{4}$'::text)),
  constraint identity_name_masked_check CHECK ((length(name_masked) <= 40)),
  constraint identity_pkey PRIMARY KEY (person_id)
);
-- leaven_app: select, insert, update, delete

create table settlements.payout (
  id bigint not null,
  cell_id smallint not null,
  curator_person_id bigint not null,
  gross_fen bigint not null,
  tax_fen bigint not null,
  net_fen bigint not null,
  tax_rule text not null,
  tax_month date not null,
  state text not null,
  held text,
  provider_bill text,
  confirm_package text,
  end_reason text,
  asked_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  queried_at timestamp with time zone,
  tries integer not null default 0,
  ended_at timestamp with time zone,
  constraint payout_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint payout_check CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text, 'rejected'::text])) = (ended_at IS NOT NULL))),
  constraint payout_check1 CHECK (((state <> 'succeeded'::text) OR (provider_bill IS NOT NULL))),
  constraint payout_end_reason_check CHECK ((length(end_reason) <= 200)),
  constraint payout_gross_fen_check CHECK ((gross_fen > 0)),
  constraint payout_held_check CHECK ((held = 'other_amount'::text)),
  constraint payout_net_fen_check CHECK ((net_fen > 0)),
  constraint payout_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'sent'::text, 'confirming'::text, 'unknown'::text, 'succeeded'::text, 'failed'::text, 'rejected'::text]))),
  constraint payout_sums CHECK ((gross_fen = (net_fen + tax_fen))),
  constraint payout_tax_fen_check CHECK ((tax_fen >= 0)),
  constraint payout_tax_month_check CHECK ((EXTRACT(day FROM tax_month) = (1)::numeric)),
  constraint payout_pkey PRIMARY KEY (id, cell_id)
);
CREATE UNIQUE INDEX one_open_payout ON settlements.payout USING btree (curator_person_id, cell_id) WHERE (state = ANY (ARRAY['asked'::text, 'approved'::text, 'sent'::text, 'confirming'::text, 'unknown'::text]));
CREATE INDEX payouts_arrived ON settlements.payout USING btree (ended_at) WHERE (state = 'succeeded'::text);
CREATE INDEX payouts_by_bill ON settlements.payout USING btree (provider_bill) WHERE (provider_bill IS NOT NULL);
CREATE INDEX payouts_of_curator ON settlements.payout USING btree (curator_person_id, id DESC);
CREATE INDEX payouts_to_work ON settlements.payout USING btree (asked_at) WHERE (state = ANY (ARRAY['approved'::text, 'sent'::text, 'confirming'::text, 'unknown'::text]));
-- leaven_app: select, insert, update

create table settlements.period (
  id bigint not null,
  kind text not null,
  first_day date not null,
  last_day date not null,
  state text not null,
  opened_at timestamp with time zone not null,
  closing_by bigint,
  closing_at timestamp with time zone,
  closed_at timestamp with time zone,
  journals bigint,
  moved_fen bigint,
  constraint period_check CHECK ((last_day >= first_day)),
  constraint period_check1 CHECK (((state <> 'open'::text) = (closing_at IS NOT NULL))),
  constraint period_closed_with_its_sums CHECK ((num_nonnulls(closed_at, journals, moved_fen) =
CASE
    WHEN (state = 'closed'::text) THEN 3
    ELSE 0
END)),
  constraint period_kind_check CHECK ((kind = ANY (ARRAY['month'::text, 'week'::text]))),
  constraint period_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closing'::text, 'closed'::text]))),
  constraint period_pkey PRIMARY KEY (id),
  constraint periods_do_not_overlap EXCLUDE USING gist (daterange(first_day, last_day, '[]'::text) WITH &&)
);
-- leaven_app: select, insert, update

create table settlements.supplier_approval (
  payment_id bigint not null,
  staff_id bigint not null,
  approved_at timestamp with time zone not null,
  constraint supplier_approval_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES settlements.supplier_payment(id),
  constraint supplier_approval_pkey PRIMARY KEY (payment_id, staff_id)
);
-- leaven_app: select, insert

create table settlements.supplier_deduction (
  id bigint not null,
  supplier_id bigint not null,
  kind text not null,
  amount_fen bigint not null,
  reason text not null,
  recorded_by bigint not null,
  recorded_on date not null,
  recorded_at timestamp with time zone not null,
  settlement_id bigint,
  constraint supplier_deduction_amount_fen_check CHECK ((amount_fen > 0)),
  constraint supplier_deduction_kind_check CHECK ((kind = ANY (ARRAY['claim'::text, 'fee'::text]))),
  constraint supplier_deduction_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200))),
  constraint supplier_deduction_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES settlements.supplier_settlement(id),
  constraint supplier_deduction_pkey PRIMARY KEY (id)
);
CREATE INDEX deductions_of_settlement ON settlements.supplier_deduction USING btree (settlement_id) WHERE (settlement_id IS NOT NULL);
CREATE INDEX deductions_to_settle ON settlements.supplier_deduction USING btree (supplier_id) WHERE (settlement_id IS NULL);
-- leaven_app: select, insert, update

create table settlements.supplier_payment (
  id bigint not null,
  settlement_id bigint not null,
  amount_fen bigint not null,
  bank_reference text not null,
  reason text not null,
  state text not null,
  needs_two boolean not null,
  asked_by bigint not null,
  asked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  constraint supplier_payment_amount_fen_check CHECK ((amount_fen > 0)),
  constraint supplier_payment_bank_reference_check CHECK (((length(bank_reference) >= 1) AND (length(bank_reference) <= 60))),
  constraint supplier_payment_check CHECK (((state = 'asked'::text) = (ended_at IS NULL))),
  constraint supplier_payment_end_reason_check CHECK ((length(end_reason) <= 200)),
  constraint supplier_payment_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200))),
  constraint supplier_payment_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'paid'::text, 'rejected'::text]))),
  constraint supplier_payment_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES settlements.supplier_settlement(id),
  constraint supplier_payment_pkey PRIMARY KEY (id)
);
CREATE INDEX payments_of_settlement ON settlements.supplier_payment USING btree (settlement_id, id);
-- leaven_app: select, insert, update

create table settlements.supplier_settlement (
  id bigint not null,
  period_id bigint not null,
  supplier_id bigint not null,
  lines integer not null,
  quantity bigint not null,
  cost_fen bigint not null,
  carried_fen bigint not null,
  deducted_fen bigint not null,
  set_off_fen bigint not null,
  left_fen bigint not null,
  due_fen bigint not null,
  paid_fen bigint not null default 0,
  settled_at timestamp with time zone not null,
  constraint never_paid_above_due CHECK (((paid_fen >= 0) AND (paid_fen <= due_fen))),
  constraint supplier_settlement_carried_fen_check CHECK ((carried_fen >= 0)),
  constraint supplier_settlement_cost_fen_check CHECK ((cost_fen >= 0)),
  constraint supplier_settlement_deducted_fen_check CHECK ((deducted_fen >= 0)),
  constraint supplier_settlement_due_fen_check CHECK ((due_fen >= 0)),
  constraint supplier_settlement_left_fen_check CHECK ((left_fen >= 0)),
  constraint supplier_settlement_set_off_fen_check CHECK ((set_off_fen >= 0)),
  constraint supplier_settlement_sums CHECK (((due_fen = (cost_fen - set_off_fen)) AND (left_fen = ((carried_fen + deducted_fen) - set_off_fen)))),
  constraint supplier_settlement_period_id_fkey FOREIGN KEY (period_id) REFERENCES settlements.period(id),
  constraint supplier_settlement_pkey PRIMARY KEY (id),
  constraint settled_once UNIQUE (period_id, supplier_id)
);
CREATE INDEX settlements_of_supplier ON settlements.supplier_settlement USING btree (supplier_id, period_id DESC);
-- leaven_app: select, insert, update

create table stock.cell (
  item_id bigint not null,
  cell_id smallint not null,
  available bigint not null,
  reserved bigint not null,
  handed_over bigint not null default 0,
  role text not null default 'home'::text,
  spread_over smallint not null default 0,
  constraint cell_available_check CHECK ((available >= 0)),
  constraint cell_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint cell_check CHECK (((role = 'home'::text) OR (spread_over = 0))),
  constraint cell_handed_over_check CHECK ((handed_over >= 0)),
  constraint cell_reserved_check CHECK ((reserved >= 0)),
  constraint cell_role_check CHECK ((role = ANY (ARRAY['home'::text, 'allowance'::text]))),
  constraint cell_spread_over_check CHECK (((spread_over >= 0) AND (spread_over <= 256))),
  constraint cell_pkey PRIMARY KEY (item_id, cell_id)
) with (fillfactor=30, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.2);
-- leaven_app: select, insert, update

create table stock.item (
  id bigint not null,
  sku_id bigint not null,
  warehouse_id bigint not null,
  created_at timestamp with time zone not null,
  is_spread boolean not null default false,
  constraint item_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES stock.warehouse(id),
  constraint item_pkey PRIMARY KEY (id),
  constraint item_sku_id_warehouse_id_key UNIQUE (sku_id, warehouse_id)
);
-- leaven_app: select, insert

create table stock.lot_balance (
  lot_id bigint not null,
  item_id bigint not null,
  pack_before timestamp with time zone,
  received bigint not null,
  packed bigint not null default 0,
  written_off bigint not null default 0,
  constraint lot_balance_packed_check CHECK ((packed >= 0)),
  constraint lot_balance_received_check CHECK ((received >= 0)),
  constraint lot_balance_written_off_check CHECK ((written_off >= 0)),
  constraint lot_not_overdrawn CHECK (((packed + written_off) <= received)),
  constraint lot_balance_pkey PRIMARY KEY (lot_id, item_id)
);
CREATE INDEX lots_of_item ON stock.lot_balance USING btree (item_id);
CREATE INDEX lots_to_expire ON stock.lot_balance USING btree (pack_before) WHERE (pack_before IS NOT NULL);
-- leaven_app: select, insert, update

create table stock.movement (
  id bigint not null,
  cell_id smallint not null,
  item_id bigint not null,
  lot_id bigint not null,
  kind text not null,
  quantity bigint not null,
  reason text not null default ''::text,
  moved_by text not null,
  moved_at timestamp with time zone not null,
  constraint movement_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint movement_kind_check CHECK ((kind = ANY (ARRAY['received'::text, 'returned'::text, 'written_off'::text]))),
  constraint movement_quantity_check CHECK ((quantity > 0)),
  constraint movement_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX movements_of_item ON stock.movement USING btree (item_id);
-- leaven_app: select, insert

create table stock.warehouse (
  id bigint not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint warehouse_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint warehouse_pkey PRIMARY KEY (id)
);
-- leaven_app: select, insert, update

create table trust.appeal (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  person_id bigint not null,
  label text not null,
  read_at timestamp with time zone not null,
  words text not null,
  appealed_at timestamp with time zone not null,
  state text not null default 'waiting'::text,
  answer text,
  answered_by text,
  answered_at timestamp with time zone,
  constraint answer_says_something CHECK (((char_length(answer) >= 2) AND (char_length(answer) <= 500))),
  constraint answered_after_the_appeal CHECK ((answered_at >= appealed_at)),
  constraint answered_as_a_whole CHECK ((((state = 'waiting'::text) = (answer IS NULL)) AND ((answer IS NULL) = (answered_by IS NULL)) AND ((answer IS NULL) = (answered_at IS NULL)))),
  constraint appeal_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint appeal_says_something CHECK (((char_length(words) >= 2) AND (char_length(words) <= 500))),
  constraint appeal_states CHECK ((state = ANY (ARRAY['waiting'::text, 'stands'::text, 'set_aside'::text]))),
  constraint appeal_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX appeals_of_community ON trust.appeal USING btree (community_id, id DESC);
CREATE INDEX appeals_of_person ON trust.appeal USING btree (person_id);
CREATE INDEX appeals_waiting ON trust.appeal USING btree (id) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX one_appeal_waits ON trust.appeal USING btree (community_id, cell_id) WHERE (state = 'waiting'::text);
-- leaven_app: select, insert, update, delete

create table trust.community (
  community_id bigint not null,
  cell_id smallint not null,
  due_at timestamp with time zone not null,
  changes integer not null default 1,
  read_at timestamp with time zone,
  label text,
  owner_share double precision,
  together double precision,
  active_members integer,
  reading jsonb,
  at_risk boolean not null default false,
  persona jsonb,
  constraint community_active_members_check CHECK ((active_members >= 0)),
  constraint community_owner_share_check CHECK (((owner_share >= (0)::double precision) AND (owner_share <= (1)::double precision))),
  constraint community_together_check CHECK (((together >= (0)::double precision) AND (together <= (1)::double precision))),
  constraint read_as_a_whole CHECK ((((read_at IS NULL) = (reading IS NULL)) AND ((read_at IS NULL) = (label IS NULL)))),
  constraint risk_has_its_numbers CHECK (((NOT at_risk) OR (persona IS NOT NULL))),
  constraint community_pkey PRIMARY KEY (community_id, cell_id)
);
CREATE INDEX communities_at_risk ON trust.community USING btree (community_id) WHERE at_risk;
CREATE INDEX communities_due ON trust.community USING btree (due_at);
-- leaven_app: select, insert, update

create table trust.delays (
  kind text not null,
  fitted_at timestamp with time zone not null,
  seen integer not null,
  communities integer not null,
  after_ms bigint[] not null,
  shares double precision[] not null,
  constraint a_share_a_step CHECK (((cardinality(after_ms) = cardinality(shares)) AND ((cardinality(shares) >= 1) AND (cardinality(shares) <= 1000)))),
  constraint delays_communities_check CHECK ((communities > 0)),
  constraint delays_kind_check CHECK ((kind = 'child'::text)),
  constraint delays_seen_check CHECK ((seen > 0)),
  constraint shares_are_shares CHECK ((((0)::double precision < ALL (shares)) AND ((1)::double precision >= ALL (shares)))),
  constraint delays_pkey PRIMARY KEY (kind)
);
-- leaven_app: select, insert, update

create table trust.evidence (
  id bigint not null,
  cell_id smallint not null,
  community_id bigint not null,
  kind text not null,
  actor_person_id bigint not null,
  acted_at timestamp with time zone not null,
  known text not null,
  words bigint[] not null default '{}'::bigint[],
  product_ids bigint[] not null default '{}'::bigint[],
  field text,
  fate text not null,
  kept_from timestamp with time zone,
  constraint evidence_cell_id_check CHECK (((cell_id >= 0) AND (cell_id <= 255))),
  constraint evidence_kind_check CHECK ((kind = ANY (ARRAY['order'::text, 'invitation'::text]))),
  constraint fate_fits_kind CHECK ((((kind = 'order'::text) AND (fate = ANY (ARRAY['waiting'::text, 'kept'::text, 'returned'::text]))) OR (fate = 'by_first_order'::text))),
  constraint kept_from_a_moment CHECK (((fate = 'kept'::text) = (kept_from IS NOT NULL))),
  constraint known_fits_kind CHECK ((((kind = 'order'::text) AND (known = ANY (ARRAY['named'::text, 'share'::text, 'link'::text]))) OR ((kind = 'invitation'::text) AND (known = 'invited'::text)))),
  constraint link_has_no_word CHECK (((known <> 'link'::text) OR (words = '{}'::bigint[]))),
  constraint orders_have_products CHECK (((kind <> 'order'::text) OR (cardinality(product_ids) > 0))),
  constraint three_words_at_most CHECK ((cardinality(words) <= 3)),
  constraint word_of_another CHECK ((actor_person_id <> ALL (words))),
  constraint evidence_pkey PRIMARY KEY (id, cell_id)
);
CREATE INDEX evidence_by_word ON trust.evidence USING gin (words);
CREATE INDEX evidence_of_actor ON trust.evidence USING btree (actor_person_id);
CREATE INDEX evidence_of_community ON trust.evidence USING btree (community_id, acted_at);
-- leaven_app: select, insert, update, delete

create table trust.looked_over (
  person_id bigint not null,
  looked_by text not null,
  words text not null,
  looked_at timestamp with time zone not null,
  constraint looked_over_words_check CHECK (((char_length(words) >= 2) AND (char_length(words) <= 500))),
  constraint looked_over_pkey PRIMARY KEY (person_id)
);
-- leaven_app: select, insert, delete

create table trust.walk (
  made_at timestamp with time zone not null,
  people integer not null,
  acts integer not null,
  audited integer not null,
  is_whole boolean not null,
  constraint walk_acts_check CHECK ((acts >= 0)),
  constraint walk_check CHECK (((audited >= 0) AND (audited <= people))),
  constraint walk_people_check CHECK ((people >= 0)),
  constraint walk_pkey PRIMARY KEY (made_at)
);
-- leaven_app: select, insert, delete

create table trust.week (
  community_id bigint not null,
  week_on date not null,
  cell_id smallint not null,
  label text not null,
  owner_share double precision,
  together double precision,
  active_members integer not null,
  kept_orders integer not null,
  covered_orders integer not null,
  r double precision,
  k double precision,
  read_at timestamp with time zone not null,
  constraint week_check CHECK (((covered_orders >= 0) AND (covered_orders <= kept_orders))),
  constraint week_week_on_check CHECK ((EXTRACT(isodow FROM week_on) = (1)::numeric)),
  constraint week_pkey PRIMARY KEY (community_id, week_on, cell_id)
);
-- leaven_app: select, insert, update

create table trust.worth_a_look (
  person_id bigint not null,
  place integer not null,
  reach double precision not null,
  moved integer not null,
  circle integer not null,
  constraint worth_a_look_circle_check CHECK ((circle > 0)),
  constraint worth_a_look_moved_check CHECK ((moved > 0)),
  constraint worth_a_look_reach_check CHECK (((reach >= (0)::double precision) AND (reach <= (1)::double precision))),
  constraint worth_a_look_pkey PRIMARY KEY (person_id),
  constraint one_in_each_place UNIQUE (place)
);
-- leaven_app: select, insert, delete
