import type { Drawing } from '../../shared/icons.ts'
import * as icons from '../icons.tsx'
import type { Act } from '../permissions.ts'

export interface Room {
  readonly to: string
  /** Its name is `room_…` in the words. */
  readonly name: string
  readonly icon: Drawing
  readonly needs: Act
  /** Stands for itself only, not for the pages under it. */
  readonly isExact?: boolean
}

/** The rooms on the left, in the order of a working day: people who buy, goods, money, the house. */
export const groups: readonly { readonly name: string; readonly rooms: readonly Room[] }[] = [
  {
    name: 'trade',
    rooms: [
      { to: '/', name: 'today', icon: icons.sun, needs: 'read_today', isExact: true },
      { to: '/orders', name: 'orders', icon: icons.receipt, needs: 'read_orders' },
      { to: '/sales', name: 'sales', icon: icons.shoppingBasket, needs: 'read_sales' },
      { to: '/communities', name: 'communities', icon: icons.users, needs: 'read_communities' },
      { to: '/trust', name: 'trust', icon: icons.waypoints, needs: 'read_trust' },
      { to: '/curators', name: 'curators', icon: icons.badgeCheck, needs: 'read_curators' },
      { to: '/people', name: 'people', icon: icons.contact, needs: 'read_people' },
    ],
  },
  {
    name: 'goods',
    rooms: [
      { to: '/products', name: 'products', icon: icons.notebook, needs: 'read_products' },
      { to: '/stock', name: 'stock', icon: icons.boxes, needs: 'read_products' },
      { to: '/supply', name: 'supply', icon: icons.tractor, needs: 'read_products' },
    ],
  },
  {
    name: 'money',
    rooms: [
      { to: '/ledger', name: 'ledger', icon: icons.scale, needs: 'read_books' },
      { to: '/payments', name: 'payments', icon: icons.creditCard, needs: 'read_payments' },
      { to: '/refunds', name: 'refunds', icon: icons.undo, needs: 'read_payments' },
      { to: '/payouts', name: 'payouts', icon: icons.wallet, needs: 'move_money' },
      { to: '/settlements', name: 'settlements', icon: icons.calendarCheck, needs: 'move_money' },
      { to: '/tax-rates', name: 'tax_rates', icon: icons.landmark, needs: 'read_books' },
      { to: '/bills', name: 'bills', icon: icons.fileCheck, needs: 'read_books' },
      { to: '/commission-rules', name: 'rules', icon: icons.percent, needs: 'read_rules' },
      { to: '/audit', name: 'audit', icon: icons.shieldCheck, needs: 'read_books' },
    ],
  },
  {
    name: 'house',
    rooms: [
      { to: '/staff', name: 'staff', icon: icons.idCard, needs: 'keep_staff' },
      { to: '/api-keys', name: 'api_keys', icon: icons.keyRound, needs: 'keep_staff' },
      { to: '/activity', name: 'activity', icon: icons.logs, needs: 'read_activity' },
    ],
  },
]
