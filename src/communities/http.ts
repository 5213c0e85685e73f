import type { Route } from '../platform/http.ts'
import { adminRoutes } from './http-admin.ts'
import { curatorRoutes } from './http-curator.ts'
import { storeRoutes } from './http-store.ts'

export const routes: readonly Route[] = [...storeRoutes, ...curatorRoutes, ...adminRoutes]
