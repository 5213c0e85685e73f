import { watchOwnBuild } from '../shared/new-build.ts'

export const newBuild = watchOwnBuild()

/** A part that is fetched when it is needed; when it does not come, perhaps because it was replaced. */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    await newBuild.look()
    throw error
  }
}
