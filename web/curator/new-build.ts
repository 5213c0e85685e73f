import { watchOwnBuild } from '../shared/new-build.ts'

export const newBuild = watchOwnBuild()
