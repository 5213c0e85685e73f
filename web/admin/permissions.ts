import type { Staff, StaffRole } from './shapes.ts'

/** Who may do what, as the routes say it (`who: staff(…)`); an administrator may do everything. The server decides; this only hides what it would refuse. */
const allowed = {
  read_today: ['operator', 'service', 'finance', 'scout'],
  read_orders: ['operator', 'service', 'finance'],
  work_orders: ['operator', 'service'],
  read_products: ['scout', 'operator', 'service', 'finance'],
  write_products: ['scout', 'operator'],
  publish_products: ['scout'],
  keep_houses: ['operator'],
  read_communities: ['operator', 'service'],
  read_trust: ['operator'],
  read_curators: ['operator', 'finance'],
  keep_curators: ['operator'],
  read_sales: ['operator', 'service', 'finance'],
  read_rules: ['operator', 'finance'],
  write_rules: ['operator'],
  read_books: ['finance', 'operator'],
  read_payments: ['operator', 'finance', 'service'],
  move_money: ['finance'],
  read_people: ['operator', 'service'],
  show_phone: ['service'],
  read_activity: [],
  keep_staff: [],
} satisfies Record<string, readonly StaffRole[]>

export type Act = keyof typeof allowed

export const may = (staff: Pick<Staff, 'roles'>, act: Act): boolean =>
  staff.roles.includes('admin') || (allowed[act] as readonly StaffRole[]).some((role) => staff.roles.includes(role))
